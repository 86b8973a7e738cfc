// Holds the client against tests/vectors, under Node and in a browser: a classic script, so that
// the oldest release that is supported can run it. Resolves to a list of what differs.
// eslint-disable-next-line no-unused-vars
function checkVectors(zk, vectors) {
  'use strict';
  var wrong = [];

  function same(own, wanted, what) {
    if (JSON.stringify(own) !== JSON.stringify(wanted)) {
      wrong.push(what + ': ' + JSON.stringify(own) + ' is not ' + JSON.stringify(wanted));
    }
  }

  function near(own, wanted, what) {
    if (!(Math.abs(own - wanted) <= 1e-6 * Math.abs(wanted))) wrong.push(what + ': ' + own + ' is not ' + wanted);
  }

  function checkTexts() {
    vectors.texts.forEach(function (vector) {
      same(zk.fold(vector.text), vector.fold, 'fold ' + vector.text);
      same(zk.key(vector.text), vector.key, 'key ' + vector.text);
      same(zk.termsOf(vector.text), vector.terms, 'terms ' + vector.text);
    });
  }

  function checkQueries() {
    vectors.queries.forEach(function (vector) {
      var query = zk.readQuery(vector.query, function (name) { return name === '类型'; });
      var asked = zk.askedTerms(query.groups);
      ['groups', 'required', 'excluded', 'filters'].forEach(function (part) {
        same(query[part], vector[part], vector.query + ' ' + part);
      });
      same(asked.terms, vector.terms, vector.query);
      same(asked.prefixes, vector.prefixes, vector.query);
      same(asked.open.map(function (open) { return open.term; }), vector.open.map(function (open) { return open.term; }), vector.query);
      vector.open.forEach(function (open, at) {
        same(zk.openRange(asked.open[at]), [open.first, open.last], vector.query);
        same(vectors.parts.filter(function (term) { return zk.openFits(asked.open[at], term); }), open.fits, vector.query);
      });
    });
  }

  function checkNumbers() {
    vectors.numbers.forEach(function (vector) {
      same(zk.reader(vector.text).number(), vector.number, 'number');
      same(zk.reader(vector.small).small(), vector.number, 'small number');
    });
    vectors.scores.forEach(function (vector) {
      near(zk.bm25(65861, 7405727, vector.units, vector['class'], vector.count), vector.score, 'score');
    });
  }

  // The index is read from the vectors, file by file, instead of from a site.
  zk.fetchFile = function (path, done, fail) {
    var file = vectors.index.files[path];
    if (!file) fail();
    else done(JSON.parse(file.slice(file.indexOf('(') + 1, file.lastIndexOf(')'))));
  };

  function checkSearch(index, vector) {
    return zk.readTyped(index, vector.query).then(function (query) {
      return zk.readingsFor(index, query).then(function (readings) { return zk.search(index, query, readings); });
    }).then(function (hits) {
      same(hits.map(function (hit) { return [hit.page, hit.unit, hit.tier]; }),
        vector.hits.map(function (hit) { return hit.slice(0, 3); }), 'search ' + vector.query);
      hits.forEach(function (hit, at) { if (vector.hits[at]) near(hit.score, vector.hits[at][3], 'score of ' + vector.query); });
    });
  }

  return zk.openIndex().then(function (index) {
    return zk.named(index.files[4]).then(zk.setVariants).then(function () {
      checkTexts();
      checkQueries();
      checkNumbers();
      return vectors.index.searches.reduce(function (before, vector) {
        return before.then(function () { return checkSearch(index, vector); });
      }, Promise.resolve());
    });
  }).then(function () { return wrong; });
}
