/** An answer with its HTTP status; without a body it is empty. */
export interface Answer {
  status: number;
  body?: object;
}

/** A refusal in the words of 微信支付. */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { code, message },
});
