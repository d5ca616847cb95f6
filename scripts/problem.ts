import process from 'node:process'

/**
 * Something that went wrong in an expected way: a missing file, a taken name, a wrong option. Its message is one
 * sentence for the person at the keyboard, who needs no stack trace.
 */
export class Problem extends Error {
  /**
   * @param message one sentence that says what is wrong and, where known, what to do
   * @param exitCode what the process ends with: 1 when the work failed, 2 when it was asked for wrongly
   */
  constructor(message: string, readonly exitCode: 1 | 2 = 1) {
    super(message)
    this.name = 'Problem'
  }
}

/**
 * Runs a script's main function. A Problem is printed as its sentence on stderr and sets its exit code; anything else
 * is a bug and keeps its stack trace.
 */
export async function runScript(main: () => Promise<number | void>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0
  }
  catch (error) {
    if (!(error instanceof Problem))
      throw error
    console.error(error.message)
    process.exitCode = error.exitCode
  }
}
