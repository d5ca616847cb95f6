import type { ConsoleMessage, Page } from 'playwright-chromium'

/** Something that a page did and should not have done. */
export interface Complaint {
  check: 'console' | 'network'
  what: string
}

/**
 * Listens to a page from before its first request: console errors and warnings, errors that nobody caught, requests
 * that fail, and requests and sockets to any other host than the site's.
 *
 * @param page one that has not been anywhere yet
 * @param siteUrl where the site is served
 * @param onComplaint called with each, at the moment it happens
 */
export function watch(page: Page, siteUrl: string, onComplaint: (complaint: Complaint) => void): void {
  const { host } = new URL(siteUrl)
  /** Documents that came as 404.html, with the status that a static host cannot but send; the browser notes it. */
  const notFound = new Set<string>()
  const complain = (check: Complaint['check'], what: string): void => onComplaint({ check, what })
  const isLocal = (url: string): boolean => !/^(?:https?|wss?|ftp):/.test(url) || new URL(url).host === host

  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type()) && !notFound.has(message.location().url))
      complain('console', `the console says (${message.type()}): ${firstLine(message.text())}${whence(message, siteUrl)}`)
  })
  page.on('pageerror', error => complain('console', `an error that nobody caught: ${firstLine(error.message)}`))
  page.on('request', (request) => {
    if (!isLocal(request.url()))
      complain('network', `a request to another host: ${request.method()} ${request.url()}`)
  })
  page.on('websocket', (socket) => {
    if (!isLocal(socket.url()))
      complain('network', `a socket to another host: ${socket.url()}`)
  })
  page.on('requestfailed', (request) => {
    // A page that is left drops what it still waits for; nobody misses that.
    if (isLocal(request.url()) && request.failure()?.errorText !== 'net::ERR_ABORTED')
      complain('network', `a request failed (${request.failure()?.errorText}): ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() === 404 && response.request().isNavigationRequest())
      notFound.add(response.url())
    else if (response.status() >= 400)
      complain('network', `a request was answered ${response.status()}: ${response.url()}`)
  })
}

function firstLine(text: string): string {
  return text.split('\n')[0]!.slice(0, 200)
}

function whence(message: ConsoleMessage, siteUrl: string): string {
  const { url } = message.location()
  return url ? ` (${url.replace(siteUrl, '')})` : ''
}
