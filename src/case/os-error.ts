import { AfterimageError, type ErrorCode } from '../model/index.ts';

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the medium is read-only',
  ENOSPC: 'no space left on the medium',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ELOOP: 'too many symbolic links',
  EIO: 'the medium failed to read or write',
};

/** The operating system's code of an error (`ENOSPC`), when it has one. */
export const osCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/**
 * An `AfterimageError` that says what was being done, to which path, and the operating system's reason.
 * @param doing as in "Cannot ${doing} PATH"
 */
export function osError(code: ErrorCode, doing: string, path: string, error: unknown): AfterimageError {
  if (error instanceof AfterimageError) return error;
  const os = osCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const reason = os && reasons[os] ? `${reasons[os]} (${os})` : text;
  return new AfterimageError(code, `Cannot ${doing} ${path}: ${reason}.`, { cause: error });
}
