"""Command-line options from dataclasses: one field, one flag, its docstring."""

import tyro


def parse(options_class, verb: str, words: list[str], **defaults):
    """Reads the words behind a verb.

    Args:
        options_class: a dataclass; its attribute docs become the help.
        verb: name shown in the help.
        words: what was typed behind it.
        **defaults: passed on to `tyro.cli`.

    Returns:
        An instance. `--help` and wrong flags end the process, as usual.
    """
    return tyro.cli(
        options_class,
        prog=f"deeplab {verb}",
        args=words,
        config=(tyro.conf.AvoidSubcommands,),
        **defaults,
    )
