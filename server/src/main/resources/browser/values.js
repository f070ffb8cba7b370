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
