type Phases = [number, number, number];

/** What a meter could show at one instant. Power is positive from the grid into the installation. */
export interface Quantities {
  voltageV: Phases;
  currentA: Phases;
  activePowerW: Phases;
  reactivePowerVar: Phases;
  frequencyHz: number;
  /** Registers since the meter was installed, in Wh and varh with fractions. Peak and off-peak add up to all. */
  energyImportWh: number;
  energyImportPeakWh: number;
  energyImportOffPeakWh: number;
  energyExportWh: number;
  reactiveEnergyImportVarh: number;
}
