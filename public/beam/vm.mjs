// The VM lives in a frame of its own: with the frame go its threads and its memory, whatever state they were in.
// beam/client/frame.ts calls this from outside.
globalThis.loadVm = async options => (await import('./AtomVM.mjs')).default(options)
