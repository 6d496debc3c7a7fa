/** What a stored variant's seal is bound to. */
export function placeOf(no: string, variant: 'original' | 'thumb'): string {
  return `documents:${no}:${variant}`;
}
