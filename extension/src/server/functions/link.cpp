// The SQL functions link and unlink, which run with the caller's privileges.
#include <algorithm>

#include "core/query/link.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/words.hpp"
#include "server/functions/arguments.hpp"
#include "server/pg/ask.hpp"
#include "server/pg/spi.hpp"
#include "server/sync/declarations.hpp"

extern "C" {
#include <utils/lsyscache.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

using Key = std::vector<std::string>;
using Statement = std::string (*)(const Relationship &, const LinkTables &, const Equality &);

/// A key argument: text, or text[] for a composite one.
Key key_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    require_argument(fcinfo, number, name);
    Oid type = pg::call([&] { return get_fn_expr_argtype(fcinfo->flinfo, number); });
    if (OidIsValid(type) && pg::call([&] { return OidIsValid(get_element_type(type)); })) {
        Key key = has_elements(fcinfo, number, name) ? texts_from(PG_GETARG_DATUM(number)) : Key();
        std::for_each(key.begin(), key.end(), require_key);
        return key;
    }
    return {require_key(text_from(PG_GETARG_DATUM(number)))};
}

/// The parameters of a statement, with the types of the key columns.
class Parameters {
public:
    void add(const Table &table, const ColumnNames &referenced, const Key &key) {
        const ColumnNumbers columns = row_key_of(table, referenced, key.size());
        for (std::size_t i = 0; i < key.size(); ++i) {
            Oid type = table.at(columns[i]).type;
            types_.push_back(type);
            const char *text = key[i].c_str();
            values_.push_back(pg::call([&] {
                Oid input = InvalidOid;
                Oid parameter = InvalidOid;
                getTypeInputInfo(type, &input, &parameter);
                return OidInputFunctionCall(input, const_cast<char *>(text), parameter, -1);
            }));
        }
    }

    /// Runs the statement, which returns one row with three booleans.
    std::vector<bool> run(const std::string &sql) {
        bool found[3] = {};
        pg::call([&] {
            SPI_connect();
            require_done(SPI_execute_with_args(sql.c_str(), static_cast<int>(types_.size()), types_.data(), values_.data(),
                                               nullptr, false, 1));
            for (int i = 0; i < 3 && SPI_processed > 0; ++i) {
                bool is_null = true;
                found[i] = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, i + 1, &is_null));
            }
            SPI_finish();
        });
        return std::vector<bool>(found, found + 3);
    }

private:
    std::vector<Oid> types_;
    std::vector<Datum> values_;
};

void require_row(bool found, const Table &table, const Key &key) {
    if (!found) {
        throw no_row(table, key);
    }
}

/// The relationship. Locks its tables in the mode of the statement, so that they cannot be dropped or altered before it runs.
Relationship locked_relationship(Oid source, const std::string &name) {
    TableId target = 0;
    TableId bridge = 0;
    for (;;) {
        Relationship relationship = relationship_named(source, name);
        require_bridge(relationship, table_text(relationship.holder));
        if (relationship.target == target && relationship.bridge == bridge) {
            return relationship;
        }
        target = relationship.target;
        bridge = relationship.bridge;
        lock_relation(source, AccessShareLock);
        lock_relation(target, AccessShareLock);
        lock_relation(bridge, RowExclusiveLock);
    }
}

Datum change(FunctionCallInfo fcinfo, const char *function, Statement statement) {
    require_writable(function);
    const Oid source = table_argument(fcinfo, 0, "source");
    const Relationship relationship = locked_relationship(source, name_argument(fcinfo, 1, "relationship"));
    Key source_key = key_argument(fcinfo, 2, "source_key");
    Key target_key = key_argument(fcinfo, 3, "target_key");
    Facts facts(words());
    for (Oid table : {relationship.source, relationship.target, relationship.bridge}) {
        if (!read_table(table, Depth::all, facts)) {
            throw Stale(table_text(source));
        }
    }
    const LinkTables tables{facts.at(relationship.source), facts.at(relationship.target), facts.at(relationship.bridge),
                            constant_of_type};
    Parameters parameters;
    parameters.add(tables.source, relationship.source_columns, source_key);
    parameters.add(tables.target, relationship.target_columns, target_key);
    const std::string query = statement(relationship, tables, equality_of_types);
    std::vector<bool> found;
    try {
        found = parameters.run(query);
    } catch (const pg::Error &error) {
        hide_statement(*error.data, query, function + (" through " + table_text(relationship.bridge)));
        throw;
    }
    require_row(found[0], tables.source, source_key);
    require_row(found[1], tables.target, target_key);
    return BoolGetDatum(found[2]);
}

}  // namespace

RELMETA_FUNCTION(relmeta_link) { return change(fcinfo, "link", link_sql); }

RELMETA_FUNCTION(relmeta_unlink) { return change(fcinfo, "unlink", unlink_sql); }
