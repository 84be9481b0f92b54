#include "server/catalog/words.hpp"

#include <utility>

#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <utils/inval.h>
}

namespace relmeta::server {

namespace {

Oid word_table = InvalidOid;   ///< the relation that the words were read from
bool words_are_fresh = false;  ///< false if that table has changed since

void forget_words(Datum, Oid relation) { words_are_fresh = words_are_fresh && relation != InvalidOid && relation != word_table; }

}  // namespace

const Words &words() {
    static Words *known = nullptr;
    Oid table = relmeta_relation("word");
    if (known == nullptr || !words_are_fresh || table != word_table) {
        Words fresh = Words::defaults();
        if (OidIsValid(table)) {
            Relation relation = open_relation(table, AccessShareLock);
            scan(relation, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
                Datum values[3] = {};
                bool there[3] = {};
                for (AttrNumber column = 1; column <= 3; ++column) {
                    there[column - 1] = get(tuple, descriptor, column, &values[column - 1]);
                }
                fresh.add(text_from(values[0]), text_from(values[1]), there[2] ? text_from(values[2]) : std::string());
                return true;
            });
            pg::call([&] { table_close(relation, NoLock); });
        }
        delete std::exchange(known, new Words(std::move(fresh)));
        word_table = table;
        words_are_fresh = true;
    }
    return *known;
}

void register_words() { CacheRegisterRelcacheCallback(forget_words, 0); }

}  // namespace relmeta::server
