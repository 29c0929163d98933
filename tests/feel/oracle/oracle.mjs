// Answers what feelin makes of expressions: one line with a JSON array of cases in, one with the results out.
import { createInterface } from "node:readline";

import { evaluate, unaryTest } from "@bpmn-io/feelin";
import { DateTime, Duration, FixedOffsetZone } from "luxon";

const MILLISECONDS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 };

function clock(moment) {
  const text = moment.toFormat("HH:mm:ss.SSS");
  return [text, moment.zone.type === "system" ? null : moment.offset];
}

function moment(value) {
  if (value.year === 1900 && value.month === 1 && value.day === 1) {
    return ["time", ...clock(value)];
  }
  const day = value.toISODate();
  const midnight = value.hour + value.minute + value.second + value.millisecond === 0;
  if (midnight && value.zone === FixedOffsetZone.utcInstance) {
    return ["date", day];
  }
  return ["date and time", day, ...clock(value)];
}

function duration(value) {
  const parts = value.toObject();
  const months = (parts.years ?? 0) * 12 + (parts.quarters ?? 0) * 3 + (parts.months ?? 0);
  let length = (parts.weeks ?? 0) * 7 * MILLISECONDS.days;
  for (const [unit, size] of Object.entries(MILLISECONDS)) {
    length += (parts[unit] ?? 0) * size;
  }
  return ["duration", months, length];
}

function tagged(value) {
  if (value === null || value === undefined) return ["null"];
  if (typeof value === "boolean") return ["boolean", value];
  if (typeof value === "number") return ["number", Number.isFinite(value) ? value : String(value)];
  if (typeof value === "string") return ["string", value];
  if (Array.isArray(value)) return ["list", value.map(tagged)];
  if (DateTime.isDateTime(value)) return moment(value);
  if (Duration.isDuration(value)) return duration(value);
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return ["context", Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tagged(item)]))];
  }
  if ("start included" in value) {
    return ["range", tagged(value.start), tagged(value.end), value["start included"], value["end included"]];
  }
  return ["function"];
}

function answer({ expression, context, unary }) {
  try {
    const run = unary ? unaryTest : evaluate;
    return tagged(run(expression, context).value);
  } catch (error) {
    const refused = error.name === "SyntaxError" || "position" in error;
    return [refused ? "refused" : "thrown", error.message.slice(0, 200)];
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(JSON.parse(line).map(answer)) + "\n");
}
