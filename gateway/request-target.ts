/** A request target that the route table can be asked about, or why it cannot. */
export type Target =
  | { ok: true; path: string; query: string; url: string }
  | { ok: false; code: 'GW_BAD_PATH' | 'GW_URL_TOO_LONG'; message: string };

export const MAX_URL_LENGTH = 8192;

/**
 * Brings a request target into the one spelling that the gateway routes by and the service behind is given, so that
 * both read the same path: letters that need no encoding are decoded (RFC 3986, 6.2.2.2). What two programs could read
 * differently is refused: dot segments, empty segments, backslashes, and encoded slashes, dots or control characters.
 */
export function readTarget(raw: string | undefined): Target {
  if (!raw?.startsWith('/'))
    return bad(`the request target has to be a path, not "${(raw ?? '').slice(0, 80)}"`);
  if (raw.length > MAX_URL_LENGTH) {
    const message = `the URL has ${raw.length} characters; at most ${MAX_URL_LENGTH} are read`;
    return { ok: false, code: 'GW_URL_TOO_LONG', message };
  }
  const cut = raw.indexOf('?');
  const rawPath = cut < 0 ? raw : raw.slice(0, cut);
  const query = cut < 0 ? '' : raw.slice(cut);
  if (/[^\x21-\x7e]/.test(raw) || query.includes('#'))
    return bad('the URL has characters that must be encoded');
  const path = decodeUnreserved(rawPath);
  if (path === undefined) return bad('the path has a "%" that two hex digits do not follow');
  const reason = ambiguity(path);
  if (reason) return bad(reason);
  return { ok: true, path, query, url: path + query };
}

function bad(message: string): Target {
  return { ok: false, code: 'GW_BAD_PATH', message };
}

function decodeUnreserved(path: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(path)) return undefined;
  return path.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : encoded.toUpperCase();
  });
}

function ambiguity(path: string): string | undefined {
  if (/[\\#;]|%(?:2F|5C|3B|7F|25|[01][0-9A-F])/.test(path)) {
    return 'the path has a backslash, semicolon, control character, or an encoded slash or percent sign';
  }
  const segments = path.slice(1).split('/');
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'the path has dot segments';
  if (segments.slice(0, -1).includes('')) return 'the path has empty segments ("//")';
  return undefined;
}
