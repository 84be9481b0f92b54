#include "core/consumers/rules.hpp"

#include <algorithm>

namespace relmeta {

const std::vector<ConsumerInfo> &consumer_list() {
    static const std::vector<ConsumerInfo> list = {
        {Consumer::postgrest, "postgrest", "PostgREST", "12 to 17"},
        {Consumer::hasura, "hasura", "Hasura", "2"},
        {Consumer::pg_graphql, "pg_graphql", "pg_graphql", "1.5 and 1.6"},
        {Consumer::postgraphile, "postgraphile", "PostGraphile", "5.1 with pg-many-to-many 2 and simplify-inflection 9"},
        {Consumer::postgraphile4, "postgraphile4", "PostGraphile 4", "4.14 with pg-many-to-many 1 and simplify-inflector 6"},
        {Consumer::prisma, "prisma", "Prisma", "7.10, db pull"},
        {Consumer::sqlalchemy, "sqlalchemy", "SQLAlchemy", "1.4 and 2, automap"},
        {Consumer::django, "django", "Django", "3.2, inspectdb"},
    };
    return list;
}

const ConsumerInfo &about(Consumer consumer) {
    const auto &list = consumer_list();
    return *std::find_if(list.begin(), list.end(), [&](const ConsumerInfo &info) { return info.consumer == consumer; });
}

const std::vector<ConsumerRule> &consumer_rules() {
    static const std::vector<ConsumerRule> list = {
        {Consumer::postgrest, "reads",
         "foreign keys, also of the tables under a view, and functions of one row that return rows of a table"},
        {Consumer::postgrest, "one row", "a primary key or unique constraint over the columns of the key, in any order"},
        {Consumer::postgrest, "many to many", "two keys, neither of them one to one, whose columns are all in the primary key"},
        {Consumer::postgrest, "names", "the table, with a hint where several links lead to it; functions by their names"},
        {Consumer::hasura, "reads", "foreign keys, as the console suggests them; others are written into the metadata"},
        {Consumer::hasura, "one row", "a unique index over the columns of the key, partial or not, without INCLUDE"},
        {Consumer::hasura, "many to many", "none: two steps over the bridge"},
        {Consumer::hasura, "names", "any GraphQL name that no column of the table has"},
        {Consumer::pg_graphql, "reads",
         "foreign keys between tables with a primary key that are not partitioned, and functions of one row"},
        {Consumer::pg_graphql, "one row",
         "a unique index without a predicate whose columns, apart from expressions, and with those of INCLUDE, are in the key"},
        {Consumer::pg_graphql, "many to many", "none: functions"},
        {Consumer::pg_graphql, "names",
         "a directive in the key's comment, the column without Id, or the table, with Collection for a list; if two names are "
         "equal, one disappears"},
        {Consumer::postgraphile, "reads",
         "foreign keys between tables that are not partitions; against its direction only if an index without a predicate "
         "contains the columns of the key"},
        {Consumer::postgraphile, "one row", "a primary key or unique constraint within the columns of the key"},
        {Consumer::postgraphile, "many to many",
         "every pair of keys of a table, unless a constraint over exactly the columns of one makes it unique"},
        {Consumer::postgraphile, "names",
         "tags in the key's comment, the column without its suffix, or the table, in camel case; if two names are "
         "equal, one disappears"},
        {Consumer::postgraphile4, "reads", "foreign keys of tables that are not partitioned"},
        {Consumer::postgraphile4, "one row", "a primary key or unique constraint over the columns of the key, in the same order"},
        {Consumer::postgraphile4, "many to many",
         "every pair of keys of one column of a table, unless a constraint over the column of one makes it unique"},
        {Consumer::postgraphile4, "names",
         "tags in the key's comment, the column without its suffix, or the table, in camel case; if two names are equal, it "
         "stops"},
        {Consumer::prisma, "reads",
         "foreign keys between tables with a primary key or a unique index over columns that are not null; no views and no "
         "partitions"},
        {Consumer::prisma, "one row",
         "a primary key or unique index, partial or not, whose columns are in the key, in any order"},
        {Consumer::prisma, "many to many",
         "a table whose name starts with an underscore and whose only keys are A and B, in the order of the tables' names, with "
         "a unique index over both and an index on B"},
        {Consumer::prisma, "names",
         "the table; with key and table where several keys connect the same two, or a column of the key has the name"},
        {Consumer::sqlalchemy, "reads", "foreign keys between tables with a primary key; no views"},
        {Consumer::sqlalchemy, "one row", "never, against the direction of the key"},
        {Consumer::sqlalchemy, "many to many",
         "a table with exactly two keys and no other column, which gets no class of its own"},
        {Consumer::sqlalchemy, "names", "the table, with _collection for a list; if two names are equal, one disappears"},
        {Consumer::django, "reads", "foreign keys of one column within a schema; no views and no partitions"},
        {Consumer::django, "one row", "the first column of the primary key, or a unique index over the column, partial or not"},
        {Consumer::django, "many to many", "none: two steps over the bridge"},
        {Consumer::django, "names",
         "the column without _id, as an identifier; against the direction of the key, the model, with _set for a list"},
    };
    return list;
}

}  // namespace relmeta
