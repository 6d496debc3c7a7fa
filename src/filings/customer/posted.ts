import type { FormBody } from '../paths.ts';

/** An address range whose end is left empty is one address; a picked address has no end to fill. */
export function withLastAddresses(body: FormBody): FormBody {
  const filled: Record<string, unknown> = { ...body };
  for (const [name, first] of Object.entries(body)) {
    const last = name.replace(/\.first$/, '.last');
    if (last !== name && /\.access\.ips\.\d+\.first$/.test(name) && !filled[last])
      filled[last] = first;
  }
  return filled;
}
