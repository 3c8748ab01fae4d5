import type { LightNode } from '../node.ts';

/** How well a box is: an update may not make it worse. */
export interface Wellbeing {
  /** Nothing keeps it from its work. */
  faultless: boolean;
  meter: boolean;
  broker: boolean;
  /** Packets of this life that the broker has acknowledged. */
  acknowledged: number;
}

/** Of all nodes of a process; `began` are the acknowledged packets when it started. */
export function wellbeingOf(nodes: readonly LightNode[], began: number): Wellbeing {
  const all = nodes.map((node) => ({ status: node.status(), fault: node.fault() }));
  return {
    faultless: all.every(({ fault }) => fault === undefined),
    meter: all.every(({ status: { meter } }) => meter.lastReading !== undefined && !meter.meterError),
    broker: all.every(({ status }) => status.broker.connected),
    acknowledged: all.reduce((sum, { status }) => sum + status.outbox.acknowledged, 0) - began,
  };
}
