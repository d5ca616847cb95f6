import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PDF_NAME } from '../setup/head'
import { measureFirstLoad } from './measure-load'
import { folderSize, readableSize } from './site'
import { visitSite } from './visit-site'

/**
 * Tells the size of a built site and of a first visit to it, a line each.
 *
 * @throws Problem when there is no built site or no browser
 */
export async function reportSite(dir: string): Promise<string[]> {
  const { firstSlide, all } = await visitSite(dir, measureFirstLoad)
  const { bytes, files } = await folderSize(dir)
  const pdf = join(dir, PDF_NAME)
  const pdfSize = existsSync(pdf) ? `, ${readableSize(statSync(pdf).size)} of them the PDF` : ', without a PDF'
  return [
    `Site        ${readableSize(bytes)} in ${files} files${pdfSize}`,
    `First slide ${readableSize(firstSlide.gzipBytes)} (gzip) in ${firstSlide.requests} requests`,
    `First visit ${readableSize(all.gzipBytes)} (gzip) in ${all.requests} requests, until the network is quiet`,
  ]
}
