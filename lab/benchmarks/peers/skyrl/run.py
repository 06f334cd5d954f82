"""Runs a module of SkyRL: python run.py MODULE ARGUMENTS. Its types need the TypedDict of Python 3.12; older ones borrow it."""

import runpy
import sys
import typing

if sys.version_info < (3, 12):
    import typing_extensions

    typing.TypedDict = typing_extensions.TypedDict

module = sys.argv[1]
sys.argv = sys.argv[1:]
runpy.run_module(module, run_name="__main__", alter_sys=True)
