// Commands that run DDL on user tables: create and drop bridges and references, or print that DDL.
#include "../command.hpp"

namespace relmeta::client {
namespace {

const char *const if_not_exists_help = "do nothing if it already exists";

std::vector<Parameter> bridge_parameters() {
    return {
        {"left_table", "regclass", Place::argument, "the first table; the bridge is created in its schema", ""},
        {"right_table", "regclass", Place::argument, "the second table", ""},
        {"more", "regclass", Place::list, "another table, for a bridge of three or more", ""},
        {"bridge", "text", Place::option, "name of the bridge (default: built from the names of its ends)", ""},
        {"roles", "text", Place::list, "role of an end; one for each end, in order", "role"},
        {"key", "text", Place::option, "surrogate (an id column, the default) or composite (the ends)", ""},
        {"on_delete", "text", Place::option, "cascade (the default), restrict or no action", ""},
        {"if_not_exists", "bool", Place::flag, if_not_exists_help, ""},
    };
}

std::vector<Parameter> reference_parameters() {
    return {
        {"source", "regclass", Place::argument, "the referencing table", ""},
        {"target", "regclass", Place::argument, "the referenced table", ""},
        {"role", "text", Place::option, "role of the target; names the column", ""},
        {"columns", "name", Place::list, "an existing column to use", "column"},
        {"required", "bool", Place::flag, "every source row must have a target row", ""},
        {"one_to_one", "bool", Place::flag, "each target row has at most one source row", ""},
        {"on_delete", "text", Place::option, "no action (the default), restrict, cascade, set null or set default", ""},
        {"if_not_exists", "bool", Place::flag, if_not_exists_help, ""},
    };
}

std::vector<Parameter> accessor_parameters() {
    return {{"tables", "regclass", Place::arguments, "the source tables (default: all)", "table"},
            {"schema", "text", Place::option, "schema of the functions (default: that of each table)"}};
}

}  // namespace

// clang-format off
Commands build_commands() {
    Command add_bridge{"add-bridge", "create a bridge between tables", "add_bridge", Shape::value, bridge_parameters(),
                       "add-bridge user user --bridge follow --role follower --role followee", "bridge_ddl", true};
    Command bridge_ddl{"bridge-ddl", "print the DDL of a bridge, for a migration file", "bridge_ddl", Shape::value,
                       bridge_parameters(), "bridge-ddl supplier part --more project --key composite"};
    Command drop_bridge{"drop-bridge", "drop a bridge; refuses one that contains rows unless forced", "drop_bridge", Shape::nothing,
                        {{"bridge", "regclass", Place::argument, "the bridge", ""},
                         {"force", "bool", Place::flag, "drop the bridge even if it contains rows", ""}},
                        "drop-bridge account_user", "", true};
    Command add_reference{"add-reference", "add a foreign key with its columns and index", "add_reference", Shape::value,
                          reference_parameters(), "add-reference scheduled_post account --required --on-delete cascade",
                          "reference_ddl", true};
    Command reference_ddl{"reference-ddl", "print the DDL of a foreign key, for a migration file", "reference_ddl",
                          Shape::value, reference_parameters(), "reference-ddl post user --role author"};
    Command add_accessors{"add-accessors", "add functions that return the target rows of relationships", "add_accessors",
                          Shape::lines, accessor_parameters(), "add-accessors account --schema api", "accessors_ddl", true};
    add_accessors.notes = "With the extension, the functions follow every change of the relationships; without it, they do not change.\n";
    Command accessors_ddl{"accessors-ddl", "print the DDL of accessors, for a migration file", "accessors_ddl", Shape::value,
                          accessor_parameters(), "accessors-ddl --schema api"};
    Command drop_accessors{"drop-accessors", "drop the functions added by add-accessors", "drop_accessors", Shape::value,
                           {accessor_parameters().front()}, "drop-accessors account", "", true};
    drop_accessors.needs_extension = true;
    return {add_bridge, bridge_ddl, drop_bridge, add_reference, reference_ddl, add_accessors, accessors_ddl, drop_accessors};
}
// clang-format on

}  // namespace relmeta::client
