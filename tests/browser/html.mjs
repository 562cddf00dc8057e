// node html.mjs SITE: every page of a built site through the Nu checker: no error and no warning.
// Over HTTP, because `'self'` of a Content-Security-Policy means nothing to the checker in a file.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './server.mjs';
import { Findings, files } from './site.mjs';

const folder = resolve(process.argv[2]);
const jar = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));
const paths = files(folder).filter(path => path.endsWith('.html'));
const findings = new Findings('html');
const server = await serve(folder, '/repo/');
const options = ['-Xss4m', '-Dnu.validator.servlet.allow-forbidden-hosts=true', '-jar', jar, '--format', 'json'];
const { said, failure } = await new Promise(done => {
  execFile('java', [...options, ...paths.map(path => server.url + path)], { maxBuffer: 1 << 28 }, (failure, out, said) => done({ said, failure }));
});
const served = new Set(server.log.filter(request => request.status === 200).map(request => request.path));
server.close();
const json = said.slice(said.indexOf('{'));
if (!json.startsWith('{')) throw failure ?? new Error(`the Nu checker said nothing: ${said}`);
for (const { url, lastLine, firstColumn, message, extract } of JSON.parse(json).messages) {
  const place = (url ?? '').slice(server.url.length);
  findings.expect(false, `${place}:${lastLine}:${firstColumn ?? ''}: ${message}  ${(extract ?? '').replaceAll('\n', ' ').slice(0, 90)}`);
}
for (const path of paths) findings.expect(served.has(`/repo/${path}`), `${path} was never asked for by the checker`);
findings.end(`${paths.length} pages through the Nu checker`);
