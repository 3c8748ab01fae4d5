import assert from 'node:assert/strict';
import type { TestDashboard } from './test-dashboard.ts';

const panel = { measure: 'energyImportWh', groupBy: 'municipality', days: 7 } as const;
const PANELS = [
  { ...panel, kind: 'graph', title: 'Withdrawal', days: 1, columns: 8 },
  { ...panel, kind: 'gauge', title: 'Completeness', measure: 'completeness', columns: 4 },
  { ...panel, kind: 'table', title: 'By aggregator', groupBy: 'aggregator', columns: 6 },
  { ...panel, kind: 'map', title: 'Where', columns: 6 },
];

/** A view with a panel of each kind, for pages to be looked at: an operator may change it, a customer read it. */
export async function composeView({ system, url }: TestDashboard): Promise<void> {
  const headers = { ...(await system.as('administrator')), 'content-type': 'application/json' };
  const { users } = (await (await fetch(`${url}/users`, { headers })).json()) as {
    users: { username: string; subject: string }[];
  };
  const subject = (username: string) => users.find((user) => user.username === username)!.subject;
  const [editor, reader] = [subject('operator'), subject('customer-1')];
  for (const [path, body] of [
    ['groups', { id: 'control-room', name: 'Control room' }],
    ['people', { id: editor, role: 'editor', isEnabled: true, groups: ['control-room'] }],
    ['people', { id: reader, role: 'reader', isEnabled: true, groups: [] }],
    [
      'views',
      { id: 'rome', title: 'Rome, this week', panels: PANELS, people: [reader], groups: ['control-room'] },
    ],
  ] as const) {
    const answer = await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(answer.status, 201, await answer.text());
  }
}
