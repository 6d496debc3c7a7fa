/** Something a bureau or a reviewer found, at a field, in plain words. `path` '' is the filing as a whole. */
export interface Mark {
  path: string;
  code: string;
  message: string;
  suggestion: string;
  /** What the bureau or the officer wrote, unchanged. */
  official: string;
  /** Who has to do something now. */
  who: 'customer' | 'operator';
  /** Sending the very same again later may succeed. */
  retry?: boolean;
}
