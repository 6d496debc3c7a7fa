type File = Record<string, string>;

/** How the file of the sandbox tells what each gateway is to be set to. */
const OWN: Record<string, (file: File) => Record<string, unknown>> = {
  epay_v1: ({ gateway, pid, key }) => ({ address: gateway, pid, key }),
  epay_v2: ({ gateway, pid, merchant_private_key, platform_public_key }) => ({
    ...{ address: gateway, pid },
    private_key: merchant_private_key,
    public_key: platform_public_key,
  }),
  alipay: (file) => ({
    address: file['gateway'],
    app_id: file['app_id'],
    seller_id: file['seller_id'],
    private_key: file['app_private_key'],
    public_key: file['alipay_public_key'],
  }),
  wechat: (file) => ({
    address: file['gateway'],
    mchid: file['mchid'],
    appid: file['appid'],
    serial_no: file['merchant_serial_no'],
    private_key: file['merchant_private_key'],
    api_v3_key: file['apiv3_key'],
    platform_serial: file['public_key_id'],
    platform_key: file['public_key'],
  }),
  epusdt: ({ gateway, token }) => ({ address: gateway, token, flavour: 'bepusdt' }),
};

/** Of two wires that one gateway speaks, the newer is rehearsed. */
const PART: Record<string, string> = { epusdt: 'bepusdt' };

/** The settings of a gateway as the sandbox's own file tells them; undefined when it does not speak that protocol. */
export function ownFromSandbox(
  name: string,
  file: Record<string, unknown> | undefined,
): Record<string, unknown> | undefined {
  const part = file?.[PART[name] ?? name];
  const own = OWN[name];
  if (!own || typeof part !== 'object' || part === null) return undefined;
  const texts = Object.entries(part).map(([key, value]) => [key, String(value)]);
  return own(Object.fromEntries(texts));
}
