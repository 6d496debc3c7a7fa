import { maskAddress, maskEmail, maskName, maskNumber } from '../../platform/mask.ts';

const LEAF = /<([\w.-]+)>([^<]+)<\/\1>/g;
const LONG_NUMBER = /\d{7,}[\dXx]?/g;
const KB = 1024;

/** How each kind of personal datum is shown. An element that is neither here nor in SHOWN is masked as a name. */
const MASKS: Record<string, (text: string) => string> = {
  Zjhm: maskNumber,
  Fzr_zjhm: maskNumber,
  Fzr_sjhm: maskNumber,
  Fzr_dhhm: maskNumber,
  Shr_dhhm: maskNumber,
  Sjhm: maskNumber,
  sjhm: maskNumber,
  Fzr_dzyj: maskEmail,
  Dzyj: maskEmail,
  Sbrdh: maskNumber,
  Sbrdzyj: maskEmail,
  ICPmm: () => '（已隐藏）',
  Xxdz: maskAddress,
  Zjzs: maskAddress,
};
const SHOWN = new Set(
  `Wzmc Ym Syurl Baxh Wz_Baxh Ztbah Wzbah Wzym_mc Dmms Bs Tznr Shyj Cwyy Mc Nr Ztmc Fl1 Fl2 Bm Shengjc Qzsph msg Dwhyfl`.split(
    ' ',
  ),
);
const PICTURES = new Set(['Fjnr', 'Spwj']);

/** A document of the wire for an operator's eyes: one element a line, people masked, pictures left out. */
export function maskedXml(xml: string): string {
  const masked = xml.replace(LEAF, (_whole, name: string, text: string) => {
    return `<${name}>${shown(name, text)}</${name}>`;
  });
  return indented(masked);
}

function shown(name: string, text: string): string {
  if (PICTURES.has(name)) return `（图片 ${Math.ceil(text.length / KB)} KB）`;
  const mask = MASKS[name];
  if (mask) return mask(text);
  if (/^\d{1,16}$/.test(text) && !/^1\d{10}$/.test(text)) return text;
  if (/^\d{4}-\d{2}-\d{2}[\d :.]*$/.test(text)) return text;
  if (SHOWN.has(name)) return text.replace(LONG_NUMBER, maskNumber);
  return maskName(text);
}

function indented(xml: string): string {
  let depth = 0;
  const lines = xml.replace(/>\s*</g, '>\n<').split('\n');
  return lines
    .map((line) => {
      if (/^<\//.test(line)) depth = Math.max(0, depth - 1);
      const shifted = '  '.repeat(depth) + line;
      if (/^<[^/?!][^>]*[^/]>$/.test(line) || /^<\w>$/.test(line)) depth++;
      return shifted;
    })
    .join('\n');
}
