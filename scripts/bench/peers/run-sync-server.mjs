/** A server of one peer: NAME. Says where it is on its first line. */
const { startServer } = await import(`./sync-${process.argv[2]}.mjs`)
console.log(JSON.stringify({ address: `http://127.0.0.1:${await startServer()}` }))
