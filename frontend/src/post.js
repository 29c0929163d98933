/** Sending JSON to the server, and reading its answer or its refusal in one shape. */

const token = document.querySelector('meta[name="csrf-token"]')?.content ?? '';

/**
 * Posts `body` and never throws.
 *
 * `status` is 0 when the server could not be reached and 401 when the answer is the sign-in page;
 * `data` is the JSON object of the answer, or an empty object.
 */
export async function post(url, body = {}, { keepalive = false } = {}) {
  let response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': token },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      keepalive,
    });
  } catch {
    return { ok: false, status: 0, data: {} };
  }
  if (response.redirected) return { ok: false, status: 401, data: {} };
  const data = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, data };
}

/** The JSON that the page carries in the script element with this id. */
export function pageData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** Fills {name} blanks of a sentence that came translated from the server. */
export function fill(sentence, blanks) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);
}
