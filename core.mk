# Core, its tests, and what reads the sources without building them. Nothing here needs PostgreSQL.

CORE_SOURCES := $(sort $(wildcard extension/src/core/*/*.cpp))
UNIT_SOURCES := $(sort $(wildcard tests/unit/*_test.cpp))
CORE_OBJECTS := $(CORE_SOURCES:extension/src/%.cpp=build/%.o)
UNIT_OBJECTS := $(UNIT_SOURCES:%.cpp=build/%.o)
CORE         := build/libcore.a

CXXFLAGS ?= -O2 -g
# clang does not know GCC's levels of this warning, and -Wextra turns the warning on for it anyway.
STRICT := -std=c++17 -Wall -Wextra -Werror $(if $(findstring clang,$(CXX)),-Wno-unknown-warning-option)
TRACK  := -MMD -MP
OURS    = $(filter-out -Wimplicit-fallthrough=%,$(CXXFLAGS)) $(STRICT) $(PROFILE)

# Symbols stay hidden: two libraries that export one C++ symbol would both call the first one's.
CORE_FLAGS = $(OURS) -fPIC -fvisibility=hidden -fvisibility-inlines-hidden -Iextension/src
UNIT_FLAGS = $(OURS) -Iextension/src

$(CORE_OBJECTS): build/%.o: extension/src/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(CORE_FLAGS) $(TRACK) -c -o $@ $<

# The extension and the client link the same archive.
$(CORE): $(CORE_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(UNIT_OBJECTS): build/%.o: %.cpp
	@mkdir -p $(@D)
	$(CXX) $(UNIT_FLAGS) $(TRACK) -c -o $@ $<

build/unit: $(UNIT_OBJECTS) $(CORE)
	$(CXX) $(OURS) $^ -lgtest_main -lgtest -pthread -o $@

check-unit: build/unit
	build/unit $(UNIT_OPTIONS)

# The same tests with core compiled to stop at a wrong access to memory, a leak or undefined behaviour. Core comes first, so that of
# inline functions that both have the linker takes core's.
SANITIZED_OBJECTS := $(CORE_OBJECTS:build/%=build/sanitized/%)
SANITIZED_FLAGS   := -std=c++17 -O1 -g1 -D_GLIBCXX_ASSERTIONS -fsanitize=address,undefined -fno-sanitize-recover=all

$(SANITIZED_OBJECTS): build/sanitized/%.o: extension/src/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(SANITIZED_FLAGS) -Iextension/src $(TRACK) -c -o $@ $<

build/sanitized/unit: $(SANITIZED_OBJECTS) $(UNIT_OBJECTS)
	$(CXX) $(SANITIZED_FLAGS) $^ -lgtest_main -lgtest -pthread -o $@

check-sanitized: build/sanitized/unit
	build/sanitized/unit $(UNIT_OPTIONS)

# libFuzzer feeds core with bytes, guided by the code that they reach.
FUZZERS      := $(patsubst tests/fuzz/%.cpp,build/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.cpp)))
FUZZ_OBJECTS := $(CORE_OBJECTS:build/%=build/fuzz/%)
FUZZ_FLAGS   := -std=c++17 -O1 -g1 -Iextension/src -fsanitize=address,undefined -fno-sanitize-recover=all
CLANG_CXX    ?= clang++
FUZZ_SECONDS ?= 60

$(FUZZ_OBJECTS): build/fuzz/%.o: extension/src/%.cpp
	@mkdir -p $(@D)
	$(CLANG_CXX) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link $(TRACK) -c -o $@ $<

$(FUZZERS): build/fuzz/%: tests/fuzz/%.cpp $(FUZZ_OBJECTS)
	$(CLANG_CXX) $(FUZZ_FLAGS) -fsanitize=fuzzer $(TRACK) -MF $@.d $< $(FUZZ_OBJECTS) -o $@

# Debian has libFuzzer in a package of its own.
can-fuzz:
	@echo 'extern "C" int LLVMFuzzerTestOneInput(const char *, long) { return 0; }' | $(CLANG_CXX) -fsanitize=fuzzer -x c++ - -o /dev/null

# Random inputs for FUZZ_SECONDS each. build/fuzz keeps those that reached new code, and the next run starts from them. An input that
# fails is written there; the fuzzer runs it again when given its file.
fuzz: $(FUZZERS)
	@set -e; for fuzzer in $(FUZZERS); do mkdir -p $$fuzzer.found; echo "$$fuzzer $(FUZZ_SECONDS) s"; \
		$$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=2000 -artifact_prefix=$$fuzzer.failing- -print_final_stats=1 $$fuzzer.found; done

# The same inputs every time, as many as take some seconds.
check-fuzz: $(FUZZERS:=.checked)
build/fuzz/catalog_fuzz.checked: FUZZ_RUNS := 2000
build/fuzz/selection_fuzz.checked: FUZZ_RUNS := 50000
$(FUZZERS:=.checked): %.checked: %
	$< -seed=1 -runs=$(FUZZ_RUNS) -max_len=1000 -len_control=0 -use_cmp=0 -artifact_prefix=$<.failing-
	@echo 'ok $<'

check-includes:
	tests/includes

OWN_SOURCES = $(shell git ls-files '*.cpp' '*.hpp')
format:
	clang-format -i $(OWN_SOURCES)

-include $(patsubst %.o,%.d,$(CORE_OBJECTS) $(UNIT_OBJECTS) $(SANITIZED_OBJECTS) $(FUZZ_OBJECTS)) $(FUZZERS:=.d)

.PHONY: check-unit check-sanitized can-fuzz fuzz check-fuzz $(FUZZERS:=.checked) check-includes format
