/** An answer of the REST API; tests look into bodies without a type, as a stranger does. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a stranger gets is JSON
  body: any;
}

export async function ask(port: number, path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** Values of `/metrics` by name; with labels as Prometheus writes them. */
export async function metricsOf(port: number): Promise<Record<string, number>> {
  const { body } = await ask(port, '/metrics');
  const lines = String(body)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}
