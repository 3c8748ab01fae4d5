import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createAccess } from '@access-layer/shared-customer-database/access/access';
import sqlite from '@access-layer/shared-customer-database/registries/sqlite';
import type { Documents, Kind } from '@access-layer/shared-customer-database/registry/documents';

const POLICIES = join(import.meta.dirname, '../../policies');
const by = { subject: 'anna', clientId: 'console', role: 'dso-administrator' };
const DAY = 86_400_000;
const AGGREGATORS = ['aggregator-1', 'aggregator-2'] as const;
const MUNICIPALITIES = ['Roma', 'Fiumicino'] as const;

/** A registry and the project's own access rules: PoDs of two customers, each with an aggregator that he consented to. */
export async function openMarket(pods: readonly string[]) {
  const registry = await sqlite.create({ dir: join(temporaryFolder('market-'), 'registry') });
  const log = createLog({ name: 'test', level: 'silent' });
  const access = createAccess({ registry, policiesDir: POLICIES, log });

  async function put<K extends Kind>(kind: K, document: Documents[K], change = false): Promise<void> {
    const { outcomes } = await registry.write(
      [{ kind, id: document.id, document, ...(change && { ifRevision: 'any' as const }) }],
      { by },
    );
    assert.ok(
      outcomes.every(({ ok }) => ok),
      JSON.stringify(outcomes),
    );
  }

  const consentOf = (aggregator: string) => ({
    ...{
      id: `consent-${aggregator}`,
      customer: `customer-${aggregator}`,
      party: aggregator,
      purpose: 'flexibility',
    },
    ...{ dataSets: ['measurements' as const], pods: 'all' as const, from: 0, until: 0, grantedAt: DAY },
  });
  for (const aggregator of AGGREGATORS) {
    await put('party', { id: aggregator, role: 'aggregator', name: aggregator });
    await put('customer', { id: `customer-${aggregator}`, kind: 'business' });
  }
  for (const [i, id] of pods.entries()) {
    const aggregator = aggregatorOf(i);
    await put('pod', {
      ...{ id, municipality: municipalityOf(i), province: 'RM', powerClass: '3-6 kW' },
      ...{ contractedPowerW: 4500, voltageLevel: 'LV', serviceTypes: [], meters: [] },
    });
    await put('holding', { id: `h-${i}`, pod: id, customer: `customer-${aggregator}`, from: 0, until: 0 });
    await put('portfolio', { id: `p-${i}`, aggregator, pod: id, from: 0, until: 0 });
  }
  for (const aggregator of AGGREGATORS) await put('consent', consentOf(aggregator));
  return {
    registry,
    access,
    log,
    revoke: (aggregator: string) =>
      put('consent', { ...consentOf(aggregator), revokedAt: Date.now(), until: DAY }, true),
    async close() {
      access.close();
      await registry.close();
    },
  };
}

/** Of the PoDs in turn. */
export function aggregatorOf(index: number): string {
  return AGGREGATORS[index % 2]!;
}

export function municipalityOf(index: number): string {
  return MUNICIPALITIES[(index >> 1) % 2]!;
}
