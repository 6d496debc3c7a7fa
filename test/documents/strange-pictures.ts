import { Readable } from 'node:stream';
import { crc32, createDeflate } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';

/** A picture nobody meant well: what it is, and its bytes. */
export type Strange = [what: string, bytes: Buffer];

const WIDTH = 320;
const HEIGHT = 240;
const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
const create = { width: WIDTH, height: HEIGHT, channels: 3, background: '#8ac', noise } as const;
const photo = () => sharp({ create });
const tiny = (background: string) =>
  sharp({ create: { width: WIDTH, height: HEIGHT, channels: 4, background } })
    .png()
    .toBuffer();

/** Every common way to write a picture; all of them are taken. */
export async function goodPictures(): Promise<Strange[]> {
  const exif = (orientation: number) => photo().withMetadata({ orientation }).jpeg().toBuffer();
  const frames = [await tiny('#f00a'), await tiny('#0f0a')];
  return [
    ['a JPEG', await photo().jpeg().toBuffer()],
    ['a progressive JPEG', await photo().jpeg({ progressive: true }).toBuffer()],
    ['a CMYK JPEG', await photo().toColourspace('cmyk').jpeg().toBuffer()],
    ['a grey JPEG', await photo().greyscale().jpeg().toBuffer()],
    ['a PNG', await photo().png().toBuffer()],
    ['an interlaced PNG with alpha', await sharp(frames[0]).png({ progressive: true }).toBuffer()],
    ['a palette PNG', await photo().png({ palette: true, colours: 16 }).toBuffer()],
    ['a PNG of 16 bits', await photo().toColourspace('rgb16').png().toBuffer()],
    ['an animated PNG', apng(frames[0] ?? Buffer.alloc(0))],
    ['a WebP', await photo().webp().toBuffer()],
    ['a lossless WebP', await photo().webp({ lossless: true }).toBuffer()],
    [
      'an animated WebP',
      await sharp(frames, { join: { animated: true } })
        .webp()
        .toBuffer(),
    ],
    ...(await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(
        async (n): Promise<Strange> => [`a JPEG turned by EXIF ${n}`, await exif(n)],
      ),
    )),
  ];
}

/** Cut off, with bits flipped, with the head of another kind. */
export function damaged(good: Strange[]): Strange[] {
  const cuts = good.flatMap(([what, bytes]) =>
    [
      1,
      4,
      12,
      30,
      64,
      200,
      bytes.length >> 2,
      bytes.length >> 1,
      bytes.length - 30,
      bytes.length - 2,
    ].map((length): Strange => [`${what}, cut to ${length} bytes`, bytes.subarray(0, length)]),
  );
  const heads = good.map(([what, bytes], i): Strange => {
    const other = good[(i + 4) % good.length]?.[1] ?? bytes;
    const mixed = Buffer.concat([other.subarray(0, 16), bytes.subarray(16)]);
    return [`${what} with the head of another`, mixed];
  });
  return [...cuts.filter((_, i) => i % 2 === 0), ...heads, ...flipped(good, 160)];
}

function flipped(good: Strange[], count: number): Strange[] {
  const flip = fc
    .tuple(
      fc.constantFrom(...good),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 12 }),
      fc.nat(7),
    )
    .map(([[what, bytes], places, bit]): Strange => {
      const copy = Buffer.from(bytes);
      // The first kilobyte holds what decoders trust most.
      for (const [i, place] of places.entries()) {
        const at = Math.floor(place * (i % 2 ? copy.length : Math.min(1024, copy.length)));
        copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
      }
      return [`${what} with ${places.length} bits flipped`, copy];
    });
  return fc.sample(flip, { numRuns: count, seed: 20261122 });
}

const PNG_HEAD = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** The chunks put right behind the IHDR. */
function pngWith(png: Buffer, ...chunks: Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

function apng(png: Buffer): Buffer {
  const [head, frame] = [Buffer.alloc(8), Buffer.alloc(26)];
  head.writeUInt32BE(10_000);
  frame.writeUInt32BE(WIDTH, 4);
  frame.writeUInt32BE(HEIGHT, 8);
  return pngWith(png, chunk('acTL', head), chunk('fcTL', frame));
}

const ihdr = (width: number, height: number, depth = 8, colour = 2) => {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width);
  body.writeUInt32BE(height, 4);
  body.set([depth, colour], 8);
  return Buffer.concat([PNG_HEAD, chunk('IHDR', body)]);
};
const END = chunk('IEND', Buffer.alloc(0));

/** So many megabytes of zeros, packed; in pieces, so that it takes no memory here. */
async function zeros(megabytes: number): Promise<Buffer> {
  const piece = Buffer.alloc(1 << 20);
  const packed: Buffer[] = [];
  const pieces = Readable.from(Array(megabytes).fill(piece));
  for await (const part of pieces.pipe(createDeflate())) packed.push(Buffer.from(part));
  return Buffer.concat(packed);
}

/** A JPEG segment behind the SOI. */
function jpegWith(jpeg: Buffer, marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** Made to hurt: bombs, lies about the size, two kinds in one. */
export async function evilPictures(): Promise<Strange[]> {
  const jpeg = await photo().jpeg().toBuffer();
  const png = await photo().png().toBuffer();
  const webp = await photo().webp().toBuffer();
  const text = (type: string, packed: Buffer) =>
    chunk(type, Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), packed]));
  const icc = Buffer.concat([
    Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'),
    Buffer.alloc(60_000, 7),
  ]);
  const sof = Buffer.from('ffd8ffc0001108ffffffff03011100021100031100ffda0008010100003f00', 'hex');
  const packedText = text('zTXt', await zeros(8));
  const html = '<html><script>alert(document.domain)</script></html>';
  const riff = Buffer.from(webp);
  riff.writeUInt32LE(0xfffffff0, 4);
  return [
    ['a PNG with 100 MB of packed text', pngWith(png, text('zTXt', await zeros(100)))],
    ['a PNG with forty texts of 8 MB', pngWith(png, ...Array(40).fill(packedText))],
    [
      'a PNG with 100 MB of packed international text',
      pngWith(
        png,
        chunk(
          'iTXt',
          Buffer.concat([Buffer.from('Comment\0\x01\0\0\0', 'latin1'), await zeros(100)]),
        ),
      ),
    ],
    ['a PNG with a colour profile of 100 MB', pngWith(png, text('iCCP', await zeros(100)))],
    [
      'a PNG that says 2 billion by 2 billion',
      Buffer.concat([ihdr(0x7fffffff, 0x7fffffff), chunk('IDAT', await zeros(1)), END]),
    ],
    [
      'a PNG of 6300 by 6300 with no pixels',
      Buffer.concat([ihdr(6300, 6300), chunk('IDAT', Buffer.alloc(0)), END]),
    ],
    [
      'a PNG of 6300 by 6300 at 16 bits, all black',
      Buffer.concat([ihdr(6300, 6300, 16, 6), chunk('IDAT', await zeros(304)), END]),
    ],
    ['a PNG of no width', Buffer.concat([ihdr(0, 300), chunk('IDAT', await zeros(1)), END])],
    [
      'a PNG 39 million pixels long and one high',
      Buffer.concat([ihdr(39_000_000, 1), chunk('IDAT', await zeros(112)), END]),
    ],
    [
      'a PNG with a chunk that says 2 GB',
      Buffer.concat([
        png.subarray(0, 33),
        Buffer.from('7fffffff', 'hex'),
        Buffer.from('IDAT'),
        png.subarray(60),
      ]),
    ],
    ['a JPEG of 65535 by 65535 in 30 bytes', sof],
    ['a JPEG with a broken colour profile', jpegWith(jpeg, 0xe2, icc)],
    [
      'a JPEG with 250 broken colour profiles',
      Array(250)
        .fill(icc)
        .reduce((made: Buffer, body) => jpegWith(made, 0xe2, body), jpeg),
    ],
    [
      'a JPEG with EXIF that points behind its end',
      jpegWith(jpeg, 0xe1, Buffer.from('457869660000494900002affffffffffff', 'hex')),
    ],
    ['a JPEG with a web page as its comment', jpegWith(jpeg, 0xfe, Buffer.from(html))],
    [
      'a JPEG with a ZIP behind',
      Buffer.concat([jpeg, Buffer.from('504b0304', 'hex'), Buffer.alloc(500)]),
    ],
    ['a JPEG with a web page behind', Buffer.concat([jpeg, Buffer.from(html)])],
    ['a PNG with a web page behind', Buffer.concat([png, Buffer.from(html)])],
    ['a WebP that says 4 GB', riff],
    [
      'a WebP whose canvas is 16 million by 16 million',
      Buffer.concat([
        Buffer.from('RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0', 'latin1'),
        Buffer.alloc(6, 0xff),
      ]),
    ],
    ['a GIF that is a script', Buffer.from('GIF89a=1;alert(1)//'.padEnd(300, ' '))],
    [
      'an SVG',
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
    ],
    [
      'an SVG named PNG inside XML',
      Buffer.from(
        `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>`,
      ),
    ],
    ['a TIFF', Buffer.from('49492a0008000000'.padEnd(400, '0'), 'hex')],
    ['a BMP', Buffer.from('424d'.padEnd(400, '0'), 'hex')],
    ['an AVIF', await photo().avif({ effort: 0 }).toBuffer()],
    ['a HEIC in name', Buffer.from('0000001866747970686569630000000068656963', 'hex')],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>')],
    ['a program', Buffer.from('4d5a90000300'.padEnd(600, '0'), 'hex')],
    ['a shell script', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['only zeros', Buffer.alloc(5000)],
    ['only SOI markers', Buffer.alloc(5000, Buffer.from('ffd8', 'hex'))],
  ];
}
