/** Codes of the Light Node, and what an installer or operator can do. None of them is thrown by a route. */
export const LN_ERRORS = {
  LN_ADAPTER_UNKNOWN: 'Name a file of drivers/ or clocks/ in the configuration.',
  LN_EMS_TEMPLATE: 'Correct the template as the message says; docs/set-points.md has every key.',
  LN_EMS_UNREACHABLE:
    'Check power, cable, address and unit of the device, and that no other program holds it.',
  LN_METER_ANSWER: 'Compare the profile with the meter: read it once with light-node/read-meter-main.ts.',
  LN_METER_EXCEPTION: 'Check that the profile, its function code and its addresses are those of this meter.',
  LN_METER_SILENT:
    'Check that the meter has power and sends; a meter that says little needs a longer silentAfterS in its profile.',
  LN_METER_TIMEOUT: 'Check the unit number; raise timeoutMs of the driver where the meter is slow.',
  LN_METER_UNREACHABLE:
    'Check power, cable, address and port, and that no other program holds the connection.',
  LN_METER_UNBOUND: 'Have the DSO bind the new meter first; then change the configuration.',
  LN_METER_UNKNOWN: 'Name a profile with --profile, or write one: docs/adding-a-meter.md.',
  LN_ONBOARDING_CODE: 'Type the code again, all eight groups; or ask the DSO for a new one.',
  LN_ONBOARDING_DONE: 'Use a folder of its own for each Light Node (--dir).',
  LN_ONBOARDING_FOREIGN: 'Ask the DSO for the address that belongs to the code; do not use another.',
  LN_ONBOARDING_REFUSED: 'The server says why; a code works once, and for a short time.',
  LN_ONBOARDING_UNKNOWN: 'Put onboarding: {url, caFile} into the configuration.',
  LN_ONBOARDING_UNREACHABLE: 'Check the address, the network, and the time of the device.',
  LN_OPTION_WRONG: 'Give the option as the message says.',
  LN_OUTBOX_FOREIGN: 'Give the node a fresh dataDir; a data folder is never passed on to another node.',
  LN_PACKET_INVALID: 'Check id, network, pod and meter.id of the configuration.',
  LN_PROFILE_INVALID: 'Correct the profile as the message says; docs/adding-a-meter.md has every key.',
  LN_PROFILE_PROTOCOL: 'Name a driver that speaks the protocol of the profile, or another profile.',
  LN_PROFILE_UNKNOWN: 'Name a profile of light-node/meters, or set profileDir to the folder of your own.',
  LN_PROXY_DRIVER: 'Remove meter.proxy, or name a driver that speaks Modbus.',
  LN_UPDATE_BUNDLE: 'Publish a bundle that is what its manifest says and starts on this box.',
  LN_UPDATE_PUBLISH: 'Publish bundles of one version, newer than the one that is published.',
  LN_UPDATE_UNREACHABLE: 'Check updates.url and updates.caFile, and that the update server runs.',
  LN_ROTATION_PENDING: 'Have the DSO confirm the key that waits, or remove its file.',
  LN_WALLET_EXISTS: 'The key is there already; remove it first if its passphrase shall change.',
  LN_WALLET_FILE: 'Check the path and the rights of the file that the message names.',
  LN_WALLET_KEY: 'Give a file with 64 hexadecimal digits or a version 3 keystore.',
  LN_WALLET_OPTION: 'Give the option that the message names.',
  LN_WALLET_PASSPHRASE: 'Put a passphrase into the file: openssl rand -base64 32 > FILE.',
  LN_WALLET_UNKNOWN: 'Ask "access-layer wallet list" for the keys of the folder.',
  LN_ZWAVE_MISSING: 'Install it beside the Light Node: npm install zwave-js.',
} as const;

/** What can be done about an error; undefined for a code of another service. */
export function helpFor(code: string): string | undefined {
  return Object.hasOwn(LN_ERRORS, code) ? LN_ERRORS[code as keyof typeof LN_ERRORS] : undefined;
}
