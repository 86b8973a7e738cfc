// Runs the client's own files under Node, with files of a site read from disk.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';

const CLIENT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../theme/js/search');

/** The client's namespace; `site` is the folder of a built site, if files are to be loaded. */
export function client(site) {
  const window = {};
  const context = vm.createContext({ window, setTimeout, console, Promise });
  for (const name of fs.readdirSync(CLIENT).filter((name) => name.endsWith('.js')).sort()) {
    vm.runInContext(fs.readFileSync(path.join(CLIENT, name), 'utf8'), context, { filename: name });
  }
  const zk = window.zhikuSearch;
  const loaded = [];
  zk.fetchFile = (file, done, fail) => {
    let code;
    try {
      code = fs.readFileSync(path.join(site, file), 'utf8');
    } catch (error) {
      fail();
      return;
    }
    loaded.push(file);
    context.zhikuShard = window.zhikuShard;
    vm.runInContext(code, context);
    const strings = zk.arrived;
    zk.arrived = null;
    done(strings);
  };
  return { zk, loaded };
}
