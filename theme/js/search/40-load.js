// Loading published files with script elements: FORMAT.md, section 4.
(function (zk) {
  'use strict';

  var TRIES = 3, WAIT = 400;
  var LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
  var NAME = 7, GROUP = 32;
  var loading = {};

  // Called by every published file with its strings.
  window.zhikuShard = function (strings) {
    zk.arrived = strings;
  };

  // Puts the strings of a file into `done`, or calls `fail`. A page may bring its own.
  zk.fetchFile = function (path, done, fail) {
    var script = document.createElement('script');
    script.charset = 'utf-8';
    script.src = zk.root + path;
    script.onload = function () {
      var strings = zk.arrived;
      zk.arrived = null;
      document.head.removeChild(script);
      if (strings) done(strings);
      else fail();
    };
    script.onerror = function () {
      document.head.removeChild(script);
      fail();
    };
    document.head.appendChild(script);
  };

  // The strings of a file; each file is loaded once, tried again, and never taken as empty.
  zk.file = function (path) {
    if (!loading[path]) {
      loading[path] = new Promise(function (resolve, reject) {
        (function attempt(left) {
          zk.fetchFile(path, resolve, function () {
            if (left > 1) setTimeout(function () { attempt(left - 1); }, WAIT);
            else {
              delete loading[path];
              var error = new Error(path);
              error.path = path;
              reject(error);
            }
          });
        })(TRIES);
      });
    }
    return loading[path];
  };

  zk.named = function (name) { return zk.file('search/' + name + '.js'); };

  // File `index` of those that groups of names stand for.
  zk.grouped = function (groups, index) {
    var at = Math.floor(index / GROUP) * NAME;
    return zk.named(groups.slice(at, at + NAME) + LETTERS[index % GROUP]);
  };
})(window.zhikuSearch);
