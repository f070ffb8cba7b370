const NUMBERS = /^(Int|Uint|Float|Decimal)/;

/** Whether values of an Arrow type are numbers. */
export function isNumber(type) {
  return NUMBERS.test(type.toString());
}

/** A value of a result as text; null stays null. */
export function text(value, type) {
  if (value === null || value === undefined) {
    return null;
  }
  const name = type.toString();
  if (name.startsWith("Timestamp")) {
    return new Date(Math.floor(Number(value))).toISOString();
  }
  if (name.startsWith("Date")) {
    return new Date(Number(value)).toISOString().slice(0, 10);
  }
  if (name.startsWith("Time")) {
    return time(BigInt(value));
  }
  if (name.startsWith("Interval")) {
    // The reader of results takes intervals for shorter than they are.
    return "(cast the interval to varchar)";
  }
  if (name.startsWith("Decimal")) {
    return decimal(value, type.scale);
  }
  if (value instanceof Uint8Array) {
    return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  return String(value);
}

/** A decimal of four little-endian words, digit by digit: numbers of JavaScript are too short. */
function decimal(words, scale) {
  let units = 0n;
  for (let i = words.length - 1; i >= 0; i--) {
    units = (units << 32n) | BigInt(words[i] >>> 0);
  }
  units = BigInt.asIntN(32 * words.length, units);
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const sign = units < 0n ? "-" : "";
  return scale === 0 ? sign + whole : sign + whole + "." + digits.slice(-scale);
}

/** A time of day of so many microseconds. */
function time(micros) {
  const seconds = micros / 1000000n;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const fraction = (micros % 1000000n).toString().padStart(6, "0").replace(/0+$/, "");
  return parts.map((it) => it.toString().padStart(2, "0")).join(":") + (fraction && "." + fraction);
}
