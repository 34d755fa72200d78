/** Reading files that may be compressed with gzip. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** What unpacks to more than this is no trace that could be read anyway, and may be made to fill the memory. */
const LARGEST = 2 ** 29

/** A file's bytes, unpacked where it is compressed with gzip (by its first bytes, whatever its name). Throws as node:fs does, or an Error with what is wrong. */
export function readUnpacked(path: string): Uint8Array {
  const bytes = readFileSync(path)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const what = code === 'ERR_BUFFER_TOO_LARGE' ? `unpacks to more than ${LARGEST} bytes` : 'is cut or broken, so it cannot be unpacked'
    throw Object.assign(new Error(`this is compressed with gzip, and ${what}`), { code: 'EPACKED' })
  }
}
