/** Work for tests of the pool: waits until it is cancelled, fails, or echoes. */
export function createWork() {
  return {
    async run(task: { wait?: Int32Array; fail?: string; echo?: unknown }, cancelled: () => boolean) {
      if (task.fail) throw new Error(task.fail);
      while (task.wait && Atomics.load(task.wait, 0) === 0 && !cancelled()) {
        Atomics.wait(task.wait, 0, 0, 5);
      }
      return task.echo;
    },
  };
}
