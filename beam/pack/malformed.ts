import { Problem } from '../../scripts/problem'

/** A file that is not what it should be. The message names the file and says what is wrong with it. */
export class MalformedFile extends Problem {
  /**
   * @param file the name of the file, as a person would look for it
   * @param what what is wrong, as the rest of a sentence
   */
  constructor(readonly file: string, readonly what: string) {
    super(`${file} ${what}.`)
    this.name = 'MalformedFile'
  }
}
