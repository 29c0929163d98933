/** In a demonstration, a click on an account fills the sign-in form. */

const list = document.querySelector('[data-password]');

list?.addEventListener('click', (event) => {
  const account = event.target.closest('[data-username]');
  if (!account) return;
  document.getElementById('username').value = account.dataset.username;
  document.getElementById('password').value = list.dataset.password;
  document.querySelector('form[data-once] button[type="submit"]').focus();
});
