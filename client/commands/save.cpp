// Commands that write relmeta.toml and apply it to a database.
#include "../config/apply.hpp"

namespace relmeta::client {

// clang-format off
Commands file_commands() {
    Command save{"save", "write declarations, and names for which relationships compete, as relmeta.toml", "",
                 Shape::lines, {}, "-d shop save -o relmeta.toml"};
    save.run = run_save;

    Command apply{"apply", "apply the declarations and names in a relmeta.toml; removes those that it does not contain", "", Shape::nothing,
                  {{"file", "text", Place::argument, "the file, or - for standard input"}},
                  "-d shop apply relmeta.toml --dry-run"};
    apply.changes = apply.needs_extension = true;
    apply.run = run_apply;
    return {save, apply};
}
// clang-format on

}  // namespace relmeta::client
