export interface MetricSample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const UNESCAPED: Record<string, string> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/** Samples of Prometheus' text format 0.0.4; a line that is none is left out. */
export function parseMetrics(text: string): MetricSample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', number = ''] = LINE.exec(line.trim()) ?? [];
    const value = Number(number);
    if (name === undefined || number === '' || !Number.isFinite(value)) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, key, raw]) => [
      key!,
      raw!.replace(/\\[n"\\]/g, (pair) => UNESCAPED[pair]!),
    ]);
    return [{ name, labels: Object.fromEntries(pairs), value }];
  });
}
