// Commands that write relmeta.toml and apply it to a database.
#include "../config/apply.hpp"

namespace relmeta::client {

// clang-format off
Commands file_commands() {
    Command save{"save", "write what was said of tables and relationships, and all names that were contested, as relmeta.toml", "",
                 Shape::lines, {}, "-d shop save -o relmeta.toml"};
    save.run = run_save;

    Command apply{"apply", "have the database be as a relmeta.toml says; what it does not say is taken back", "", Shape::nothing,
                  {{"file", "text", Place::argument, "the file, or - for standard input"}},
                  "-d shop apply relmeta.toml --dry-run"};
    apply.changes = apply.needs_extension = true;
    apply.run = run_apply;
    return {save, apply};
}
// clang-format on

}  // namespace relmeta::client
