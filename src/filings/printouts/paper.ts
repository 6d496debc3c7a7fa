import { createRequire } from 'node:module';
import type {} from 'pdfkit';

const require = createRequire(import.meta.url);
const font = (weight: '400Regular' | '700Bold') =>
  require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);

export type Paper = PDFKit.PDFDocument;
const MARGIN = 56;
const LABEL_WIDTH = 110;

/** An A4 sheet with Chinese type; `draw` writes on it. Gives the whole PDF. */
export async function onPaper(title: string, draw: (paper: Paper) => void): Promise<Buffer> {
  // Only who prints waits for it: it is a quarter of a second to load.
  const { default: PDFDocument } = await import('pdfkit');
  const paper = new PDFDocument({ size: 'A4', margin: MARGIN, info: { Title: title } });
  paper.registerFont('body', font('400Regular')).registerFont('strong', font('700Bold'));
  const chunks: Buffer[] = [];
  paper.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    paper.on('end', () => resolve(Buffer.concat(chunks)));
    paper.on('error', reject);
  });
  paper.font('strong').fontSize(18).text(title, { align: 'center' }).moveDown(1.2);
  paper.font('body').fontSize(10.5);
  draw(paper);
  paper.end();
  return done;
}

/** A ruled table of label and value; rows grow with their text. */
export function ruledRows(
  paper: Paper,
  rows: readonly (readonly [label: string, value: string])[],
): void {
  const left = MARGIN;
  const width = paper.page.width - 2 * MARGIN;
  const valueWidth = width - LABEL_WIDTH - 16;
  for (const [label, value] of rows) {
    const text = value || ' ';
    const height = Math.max(24, paper.heightOfString(text, { width: valueWidth }) + 12);
    if (paper.y + height > paper.page.height - MARGIN) paper.addPage();
    const top = paper.y;
    paper.lineWidth(0.6).rect(left, top, width, height).stroke();
    paper
      .moveTo(left + LABEL_WIDTH, top)
      .lineTo(left + LABEL_WIDTH, top + height)
      .stroke();
    paper.font('strong').text(label, left + 8, top + 6, { width: LABEL_WIDTH - 16 });
    paper.font('body').text(text, left + LABEL_WIDTH + 8, top + 6, { width: valueWidth });
    paper.x = left;
    paper.y = top + height;
  }
}

/** Numbered clauses, each its own paragraph. */
export function clauses(paper: Paper, lines: readonly string[]): void {
  paper.moveDown(0.8);
  for (const [at, line] of lines.entries()) {
    paper.text(`${at + 1}. ${line}`, { lineGap: 4 }).moveDown(0.35);
  }
}

/** Where people sign: a line for each, with room for a seal. */
export function signatures(paper: Paper, names: readonly string[]): void {
  paper.moveDown(1.5);
  for (const name of names) {
    if (paper.y > paper.page.height - MARGIN - 60) paper.addPage();
    paper.text(`${name}：______________________    日期：______年____月____日`).moveDown(1.6);
  }
}
