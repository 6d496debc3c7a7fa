/** A refusal with 支付宝's sub_code; a class, because METHODS throw it from deep within. */
export class AlipayRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
