import type { Command } from '../command.ts';
import { COMMANDS, loadCommand } from '../commands.ts';

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.keys(COMMANDS).map(async (name) => `  ${name.padEnd(10)}${(await loadCommand(name))?.summary}`),
  );
  return [
    'access-layer COMMAND [options]',
    '',
    'Carries energy data from the meter to the market so that nobody has to take anybody’s word for it.',
    '',
    ...lines,
    '',
    'access-layer COMMAND --help says more about one.',
  ].join('\n');
}

export default {
  name: 'help',
  summary: 'lists the commands; help COMMAND says more about one',
  usage: 'access-layer help [COMMAND]',
  async run([name], { stdout }) {
    const command = name ? await loadCommand(name) : undefined;
    stdout.write(`${command ? command.usage : await overview()}\n`);
    return 0;
  },
} satisfies Command;
