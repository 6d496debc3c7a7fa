/** True in a test run: what is masked or left out in production is an error there. */
export const isUnderTest =
  process.env['NODE_ENV'] === 'test' || process.env['NODE_TEST_CONTEXT'] !== undefined;
