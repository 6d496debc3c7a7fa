/** One line for the person at the terminal. On standard error: standard output belongs to the product. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Says why it cannot go on, and ends with status 1. */
export function fail(line) {
  say(line);
  process.exit(1);
}
