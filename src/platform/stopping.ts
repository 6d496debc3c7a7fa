let stopping = false;

/** From now on this process takes no more work: a proxy in front learns it from /readyz. */
export function beginStopping(): void {
  stopping = true;
}

export function isStopping(): boolean {
  return stopping;
}
