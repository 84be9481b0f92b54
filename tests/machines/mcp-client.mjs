// Runs the given command as a server of the Model Context Protocol, with the protocol's own client: lists its tools and makes the
// calls on standard input, a JSON array of [tool, arguments]. Prints the answers as JSON. A call with 'cancel' as
// third element is cancelled after a moment.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { text } from 'node:stream/consumers';

const [command, ...args] = process.argv.slice(2);
const calls = JSON.parse(await text(process.stdin));
const client = new Client({ name: 'relmeta-test', version: '1' });
const transport = new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' });
await client.connect(transport);
const { tools } = await client.listTools();
await client.ping();
const answers = [];
for (const [name, input, cancel] of calls) {
    const stop = new AbortController();
    if (cancel) setTimeout(() => stop.abort('enough'), 500);
    try {
        answers.push(await client.callTool({ name, arguments: input }, undefined, { signal: stop.signal }));
    } catch (error) {
        answers.push({ failed: String(error.message ?? error) });
    }
}
const told = { server: client.getServerVersion(), capabilities: client.getServerCapabilities(), tools, answers };
await client.close();
console.log(JSON.stringify(told));
