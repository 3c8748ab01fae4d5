import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Place } from '@access-layer/core/enrolment';
import { loadProfile } from '@access-layer/light-node/profile';
import { HOME_DEVICES } from '@access-layer/simulators/home-device';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { createInstallation } from '@access-layer/simulators/installation';
import { MODBUS_METERS } from '@access-layer/simulators/meter-simulation';
import { Compile } from 'typebox/compile';
import { takesSetPoints } from '../system/dso-platform.ts';
import { MOST_SITES, siteOf } from './sites.ts';

const sites = Array.from({ length: MOST_SITES }, (_, index) => siteOf(index + 1));

test('fifty sites, each somewhere else, in Rome or beside it', () => {
  assert.equal(MOST_SITES, 50);
  const places = Compile(Place);
  for (const { place, name: site } of sites) {
    assert.ok(places.Check(place), JSON.stringify(place));
    assert.ok(place.latitude > 41.7 && place.latitude < 42.15, site);
    assert.ok(place.longitude > 12.2 && place.longitude < 12.7, site);
  }
  assert.equal(
    new Set(sites.map(({ place: { latitude, longitude } }) => `${latitude} ${longitude}`)).size,
    50,
  );
  assert.equal(new Set(sites.map(({ name }) => name)).size, 50);
  assert.deepEqual(siteOf(7), siteOf(7));
});

test('meters of several makes, houses that give, plants, and devices that do not obey', () => {
  const kinds = (pick: (site: (typeof sites)[number]) => string) => new Set(sites.map(pick));
  const simulated = { ...MODBUS_METERS, ...HOME_DEVICES };
  for (const { profile } of sites) assert.ok(Object.hasOwn(simulated, profile), profile);
  assert.equal(kinds(({ profile }) => profile).size, 13);
  const protocols = kinds(({ profile }) => loadProfile(profile).protocol);
  assert.deepEqual([...protocols].sort(), ['chain2', 'json', 'modbus', 'sunspec', 'zwave'], 'every protocol');
  const ordersOf = (profile: string) =>
    sites.filter(
      (site, index) =>
        site.profile === profile && takesSetPoints(index + 1, { name: 'system', assumeSynchronised: true }),
    );
  assert.equal(
    ordersOf('chain2-gate').length,
    0,
    'its quarters come too late to show what an order has done',
  );
  assert.ok(ordersOf('shelly-em').length > 0);
  assert.deepEqual([...kinds(({ role }) => role)].sort(), ['exchange', 'production']);
  assert.ok(sites.some(({ role, meter }) => role === 'exchange' && meter.pvPeakW));
  assert.deepEqual([...kinds(({ behaviour }) => behaviour)].sort(), ['lags', 'lies', 'obeys', 'refuses']);
});

test('none draws or gives more than its contract says, over a whole week', () => {
  const week = loadHouseholdWeek();
  for (const { name, meter, contractedPowerW } of sites.slice(0, 13)) {
    const at = createInstallation(week, meter);
    const start = Date.UTC(2026, 5, 18);
    for (let minute = 0; minute < 7 * 1440; minute += 15) {
      const [watts] = at(start + minute * 60_000).activePowerW;
      assert.ok(Math.abs(watts) <= contractedPowerW, `${name}: ${watts} W of ${contractedPowerW} W`);
    }
  }
});
