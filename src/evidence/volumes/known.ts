/**
 * What a stretch is that we cannot read, by its magic number, so that the report can name it.
 * Magic numbers as documented in each format's own specification and collected in util-linux libblkid.
 */
import type { ByteSource } from '../../bytes/index.ts';

interface Known {
  name: string;
  /** Byte offsets at which the magic may stand. */
  at: readonly number[];
  magic: string;
  /** What to do about it, when its bytes as they stand are not worth searching. */
  opaque?: string;
}

const encrypted = 'hand over the decrypted volume';
const convert = 'convert it to a raw image';
/** The swap signature ends the first page, whatever a page is on that machine. */
const pageEnds = [4096, 8192, 16384, 65536].map((page) => page - 10);

const known: readonly Known[] = [
  { name: 'encrypted volume (LUKS)', at: [0], magic: 'LUKS\xba\xbe', opaque: encrypted },
  { name: 'encrypted volume (BitLocker)', at: [3], magic: '-FVE-FS-', opaque: encrypted },
  { name: 'swap', at: pageEnds, magic: 'SWAPSPACE2' },
  { name: 'swap', at: pageEnds, magic: 'SWAP-SPACE' },
  { name: 'suspended memory (swap)', at: pageEnds, magic: 'S1SUSPEND' },
  { name: 'XFS filesystem', at: [0], magic: 'XFSB' },
  { name: 'Btrfs filesystem', at: [65_600], magic: '_BHRfS_M' },
  { name: 'SquashFS filesystem', at: [0], magic: 'hsqs' },
  { name: 'cramfs filesystem', at: [0], magic: '\x45\x3d\xcd\x28' },
  { name: 'ReiserFS filesystem', at: [65_588], magic: 'ReIsEr' },
  { name: 'UFS2 filesystem', at: [66_908], magic: '\x19\x01\x54\x19' },
  { name: 'UFS1 filesystem', at: [9_564], magic: '\x54\x19\x01\x00' },
  { name: 'NTFS filesystem', at: [3], magic: 'NTFS    ' },
  { name: 'exFAT filesystem', at: [3], magic: 'EXFAT   ' },
  { name: 'FAT filesystem', at: [54], magic: 'FAT1' },
  { name: 'FAT filesystem', at: [82], magic: 'FAT32   ' },
  { name: 'ISO 9660 filesystem', at: [32_769], magic: 'CD001' },
  { name: 'EWF image (E01)', at: [0], magic: 'EVF\x09\x0d\x0a\xff', opaque: convert },
  { name: 'QCOW image', at: [0], magic: 'QFI\xfb', opaque: convert },
  { name: 'VMDK image', at: [0], magic: 'KDMV', opaque: convert },
  { name: 'VHDX image', at: [0], magic: 'vhdxfile', opaque: convert },
];

/** What we recognise without being able to read it; `opaque` tells what would help when even a raw search would not. */
export function knownUnreadable(source: ByteSource): { name: string; opaque?: string } | undefined {
  return known.find(({ at, magic }) =>
    at.some((offset) => source.read(offset, magic.length).toString('latin1') === magic),
  );
}
