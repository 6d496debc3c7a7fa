/**
 * Province: GB/T 2260 code → name, the character that leads its filing numbers, the letters in its
 * file names, and the small id of a server location (log2 of the historic bit, plus one).
 */
const TABLE = `
110000 北京 京 bj 2 | 120000 天津 津 tj 29 | 130000 河北 冀 he 11 | 140000 山西 晋 sx 28
150000 内蒙古 蒙 nm 21 | 210000 辽宁 辽 ln 19 | 220000 吉林 吉 jl 16 | 230000 黑龙江 黑 hl 14
310000 上海 沪 sh 26 | 320000 江苏 苏 js 17 | 330000 浙江 浙 zj 34 | 340000 安徽 皖 ah 1
350000 福建 闽 fj 4 | 360000 江西 赣 jx 18 | 370000 山东 鲁 sd 25 | 410000 河南 豫 ha 9
420000 湖北 鄂 hb 10 | 430000 湖南 湘 hn 15 | 440000 广东 粤 gd 5 | 450000 广西 桂 gx 7
460000 海南 琼 hi 12 | 500000 重庆 渝 cq 3 | 510000 四川 蜀 sc 24 | 520000 贵州 黔 gz 8
530000 云南 滇 yn 33 | 540000 西藏 藏 xz 32 | 610000 陕西 陕 sn 27 | 620000 甘肃 陇 gs 6
630000 青海 青 qh 23 | 640000 宁夏 宁 nx 22 | 650000 新疆 新 xj 31`;

export interface Province {
  code: string;
  name: string;
  mark: string;
  letters: string;
  location: number;
}

export const PROVINCES: Province[] = TABLE.trim()
  .split(/\s*[|\n]\s*/)
  .map((row) => {
    const [code = '', name = '', mark = '', letters = '', location = ''] = row.split(' ');
    return { code, name, mark, letters, location: Number(location) };
  });

/** The province of a code; throws for a code that is no province. */
export function provinceOf(code: string): Province {
  const found = PROVINCES.find((province) => province.code === code);
  if (!found) throw new Error(`没有这个省代码：${code}`);
  return found;
}
