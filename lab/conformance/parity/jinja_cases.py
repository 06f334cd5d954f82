"""Small Jinja fragments: each construct chat templates use, with the corners where implementations differ."""

VARIABLES = {
    "s": "  Some text, with words\n", "n": 7, "f": 2.5, "t": True, "nothing": None, "xs": [3, 1, 2], "empty": [],
    "d": {"b": 1, "a": [1, "x", None, True], "items": "shadowed", "name": "d"}, "lines": "one\n\ntwo\n three",
    "people": [{"name": "Ann", "age": 30, "on": True}, {"name": "bob", "age": 20}, {"name": "Cy", "age": 25, "on": False}],
    "nested": {"list": [[1, 2], [3]], "map": {"k": {"z": 1}}}, "quote": "it's \"here\" \\ \n\t\u00e9\u200b\U0001F642",
}  # fmt: skip

EXPRESSIONS = r"""
1 + 2 * 3 - 4
7 // 2 ~ ' ' ~ -7 // 2 ~ ' ' ~ 7 % 3 ~ ' ' ~ -7 % 3
7 / 2
8 / 2
2 ** 10 ~ ' ' ~ 2 ** -1
2 ** 3 ** 2
-2 ** 2
1.0 ~ ' ' ~ 1e20 ~ ' ' ~ 1.5e-7 ~ ' ' ~ 100000.0 ~ ' ' ~ 1e16 ~ ' ' ~ 123456789.125
10000000000 * 10000000000
0.1 + 0.2
n + f
'a' + 'b' * 3
[1, 2] + [3] * 2
(1, 2)
(1,)
()
[1, 'a', none, true, 1.5, {'k': 'v'}]
{'a': 1, 'b': [1, 2], 3: 'x'}
d
nothing
none ~ true ~ false
True ~ False ~ None
quote
[quote]
"\"double\" 'single'\n\tx"
'\x41\u00e9\\n\101'
'a' 'b' "c"
undefined_name
undefined_name ~ 'x'
undefined_name.attribute
undefined_name + 'x'
d.missing
d.missing.deeper
d['missing']
nothing.x
s.missing
n.x
d['items']
d.name
d.get('b') ~ d.get('zz') ~ d.get('zz', 5)
d.keys() | list
d.values() | list
nested.map.items() | list
'b' in d
'zz' not in d
2 in xs
'tex' in s
1 in 'abc'
not t
not undefined_name
t and nothing
nothing or 'default'
0 or '' or [] or {} or 'last'
n > 3 and n < 10
3 < n < 10
10 > n > 8
1 == 1.0
'a' < 'b'
[1, 2] == [1, 2]
[1, 2] < [1, 3]
{'a': 1} == {'a': 1.0}
1 == '1'
1 < 'a'
none == false
n if t else 'no'
n if nothing else 'no'
n if nothing
'x' if false else 'y' if false else 'z'
xs[0] ~ xs[-1]
xs[5]
xs[1:] ~ xs[:1] ~ xs[::-1] ~ xs[-2:] ~ xs[:-1] ~ xs[::2] ~ xs[5:] ~ xs[-9:2]
s[2:6]
s[::-1]
'👍abc'[1:] ~ '👍abc' | length ~ '👍abc'[0]
xs.0
people[0].name ~ people[-1]['age']
nested.list[0][1]
s.strip() ~ '|' ~ s.lstrip() ~ '|' ~ s.rstrip() ~ '|'
'xxaxx'.strip('x') ~ 'abcba'.lstrip('ab') ~ 'abcba'.rstrip('ab')
'a,b,,c'.split(',')
' a  b\tc\n'.split()
'a-b-c'.split('-', 1)
'a-b-c'.rsplit('-', 1)
' a b  c '.split(none, 1)
''.split(',') ~ ''.split()
'a<think>b</think>c'.split('</think>')[-1]
lines.splitlines()
'a\r\nb\rc\x0bd'.splitlines()
'Hello'.startswith('He') ~ 'Hello'.endswith(('lo', 'x')) ~ 'Hello'.startswith('lo')
'hello world'.title() ~ 'hELLO'.capitalize() ~ 'abc'.upper() ~ 'ABC'.lower()
'they\'re BILL\'s'.title()
"they're BILL's friends-from (the) UK" | title
'aXbXc'.replace('X', '-') ~ 'aXbXc'.replace('X', '-', 1)
'abcabc'.find('c') ~ 'abcabc'.rfind('c') ~ 'abc'.find('z') ~ 'abcabc'.count('bc')
'-'.join(['a', 'b'])
'-'.join(xs)
'12'.isdigit() ~ 'ab'.isalpha() ~ 'a1'.isalnum() ~ ' '.isspace() ~ 'AB'.isupper() ~ 'ab'.islower()
'prefix-x'.removeprefix('prefix-') ~ 'x.py'.removesuffix('.py')
'7'.zfill(3) ~ 'a'.ljust(3) ~ '|' ~ 'a'.rjust(3) ~ 'a'.center(4) ~ '|'
'{} and {}'.format('a', 1)
'{0}-{1}-{0} {name}'.format('a', 'b', name='n')
'%s is %d and %.2f %r %5s|%-5s|%05d %%' % ('a', 3, 1.5, 'q', 'r', 'l', 42)
'%s' % 'one'
'%s and %s' | format('a', n)
'%(x)s' | format(x=1)
s | trim ~ '|'
'xxaxx' | trim('x')
xs | length ~ d | length ~ s | length ~ '' | count
xs | first ~ xs | last ~ empty | first
xs | join(', ') ~ xs | join
people | join(', ', attribute='name')
xs | sort ~ xs | sort(reverse=true) ~ ['b', 'A', 'c'] | sort ~ ['b', 'A', 'c'] | sort(case_sensitive=true)
people | sort(attribute='age') | map(attribute='name') | list
people | map(attribute='name') | map('upper') | join('/')
people | map(attribute='on', default='-') | list
people | selectattr('on') | map(attribute='name') | list
people | selectattr('on', 'defined') | list | length
people | selectattr('age', '>', 22) | map(attribute='name') | list
people | rejectattr('name', 'equalto', 'bob') | map(attribute='name') | list
people | selectattr('name', 'in', ['Ann', 'Cy']) | list | length
xs | select('odd') | list ~ xs | reject('odd') | list ~ [0, 1, none] | select | list
xs | select('>', 1) | list
xs | reverse | list ~ 'abc' | reverse
xs | sum ~ people | sum(attribute='age') ~ xs | max ~ xs | min
[1, 2, 1, 'a', 'A'] | unique | list
'abc' | list ~ d | list ~ (1, 2) | list
'12' | int ~ 'x' | int ~ 'x' | int(5) ~ 3.9 | int ~ '3.7' | int ~ '0x1A' | int(0, 16)
'1.5' | float ~ 'x' | float ~ 3 | float
3.14159 | round(2) ~ 2.5 | round ~ 3.5 | round ~ 3.2 | round(0, 'ceil') ~ 3.9 | round(method='floor')
-3 | abs ~ (-3.5) | abs
-n | abs
'abc' | upper ~ 'ABC' | lower ~ 'hello world' | capitalize ~ 'aXb' | replace('X', '-')
undefined_name | default('d') ~ '' | default('e') ~ '' | default('e', true) ~ nothing | default('n') ~ nothing | d('m', boolean=true)
lines | indent ~ '#' ~ lines | indent(2, true) ~ '#' ~ lines | indent(width='> ', blank=true)
d | items | list
undefined_name | items | list
d | dictsort
{'b': 1, 'A': 2} | dictsort(by='value') ~ {'b': 1, 'A': 2} | dictsort(true)
'a b c' | wordcount
'<a href="x">\'&' | escape
'<a>' | safe ~ '<a>' | e
n | string + 'x'
xs | string
[1, 2, 3, 4, 5] | batch(2) | list
[1, 2, 3, 4, 5] | batch(2, 0) | list
people | groupby('on', default='z') | list | length
people | map(attribute='age') | list | tojson
d | tojson
quote | tojson
nested | tojson(indent=2)
{'z': 1, 'a': [], 'e': {}} | tojson(indent=4, sort_keys=true)
[] | tojson(indent=2) ~ [[]] | tojson(indent=1)
{'é': 'ü'} | tojson(ensure_ascii=true) ~ {'🙂': 1} | tojson(ensure_ascii=true)
{'a': [1, 2]} | tojson(separators=(',', ':'))
{2: 'x', none: 2, true: 3, 1.5: 4} | tojson
[0.1, 1.0, 1e20, 1e-7, 12345678901234567890, -0.0] | tojson
'</script>\u2028\x7f\x01' | tojson
undefined_name | tojson
[] | tojson ~ {} | tojson ~ none | tojson ~ 'x' | tojson
xs is sequence ~ d is sequence ~ 's' is sequence ~ n is sequence
xs is iterable ~ 'a' is iterable ~ n is iterable ~ d is mapping ~ xs is mapping
'a' is string ~ n is string ~ n is number ~ f is number ~ t is number ~ n is integer ~ t is integer ~ f is float
t is boolean ~ n is boolean ~ t is true ~ n is true ~ false is false ~ nothing is none ~ 0 is none
undefined_name is defined ~ n is defined ~ undefined_name is undefined ~ d.zz is defined ~ d.a is defined
n is odd ~ n is even ~ n is divisibleby 7 ~ n is divisibleby(2)
n is eq 7 ~ n is equalto 7 ~ n is ne 7 ~ n is gt 3 ~ n is lessthan 3 ~ n is ge(7)
'abc' is in 'xabcx' ~ 3 is in xs ~ 'abc' is lower ~ 'ABC' is upper
n is sameas n ~ none is sameas none
range is callable ~ n is callable ~ 'upper' is filter ~ 'nope' is filter ~ 'odd' is test
n is not odd ~ nothing is not none
not n is odd
not n == 7
n is odd and t
n is odd if t else 'no'
range(3) | list ~ range(1, 4) | list ~ range(5, 0, -2) | list
dict(a=1, b='x')
dict({'a': 1}, b=2)
namespace(a=1).a
raise_exception('my message')
xs.append(4)
d.update({'x': 1})
n()
undefined_name()
'a'.nope()
n | nofilter
n is notest
1 / 0
'a' + 1
'a' ~ 1
xs + 'a'
xs | join(', ') | upper
(xs | first) + 1
xs | first + 1
'x' ~ n + 1 ~ 'y'
{'a': {'b': {}}}.a.b
[[1, 2], [3]][0][1]
"a" if n is defined and n is not none else "b"
(n, f)[0]
range is defined ~ no_such is defined
'a' == "a" ~ 1 != 2 ~ 2 >= 2 ~ 2 <= 1
'ß'.upper() ~ 'İ'.lower() | length
'a\
b'
1_000 ~ ' ' ~ 0x1F ~ ' ' ~ 0b11 ~ ' ' ~ 1_0.5
""".strip("\n").replace("\\\nb'", "\\\x00b'").split("\n")

TEMPLATES = [
    "a\n{% if t %}\nb\n{% endif %}\nc\n",
    "a\n  {% if t %}\n  b\n  {% endif %}\nc\n\n",
    "a  {%- if t -%}  b  {%- endif -%}  c",
    "a  {%+ if t %}  b\n  {%+ endif +%}\n  c",
    "  {# comment #}\nx {# a #} y\n  {#- b -#}  z",
    "{{ n }}\n{{- n }}\n{{ n -}}\n  {{ n }}",
    "  {{ n }}\n  {%- set x = 1 %}\n  {{ x }}",
    "a {% raw %}{{ not }} {% x %}{% endraw %} b",
    "a  {%- raw -%}  {{ x }}  {%- endraw -%}  b",
    "line\r\nnext\rlast{% if t %}\r\nx{% endif %}",
    "{% for x in xs %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }};{% endfor %}",
    "{% for x in xs %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {% endfor %}",
    "{% for x in xs %}{{ loop.cycle('a', 'b') }}{{ loop.changed(x > 1) }}{% endfor %}",
    "{% for x in empty %}x{% else %}none{% endfor %}{% for x in undefined_name %}x{% else %}none{% endfor %}",
    "{% for x in xs if x > 1 %}{{ x }}{{ loop.last }}{% else %}-{% endfor %}",
    "{% for k, v in nested.map.items() %}{{ k }}={{ v }}{% endfor %}",
    "{% for k, v in d | items %}{{ k }}={{ v }};{% endfor %}",
    "{% for k in d %}{{ k }},{% endfor %}{% for c in 'añ🙂' %}[{{ c }}]{% endfor %}",
    "{% for (a, b) in [(1, 2), [3, 4]] %}{{ a }}{{ b }} {% endfor %}",
    "{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}",
    "{% for x in [1, 2, 3, 4] %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 4 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{% for row in nested.list %}{% for x in row %}{{ loop.index }}{{ x }}{{ loop.depth }}{% endfor %}|{% endfor %}",
    "{% for x in nothing %}{% endfor %}",
    "{% for x in n %}{% endfor %}",
    "{% for x in [[1, [2]], [3]] recursive %}{% if x is number %}{{ x }}{% else %}<{{ loop(x) }}{{ loop.depth }}>{% endif %}{% endfor %}",
    "{% set x = 1 %}{% for y in xs %}{% set x = y %}{{ x }}{% endfor %}{{ x }}",
    "{% set x = 0 %}{% for y in xs %}{{ x }}{% set x = y %}{% endfor %}{{ x }}",
    "{% set ns = namespace(total=0, seen=[]) %}{% for y in xs %}{% set ns.total = ns.total + y %}{% endfor %}{{ ns.total }}{{ ns.missing is defined }}",
    "{% if t %}{% set inside = 5 %}{% endif %}{{ inside }}",
    "{% set a, b = 1, 'two' %}{{ a }}{{ b }}{% set c = 1, 2 %}{{ c }}",
    "{% set block %}  text {{ n }}\n{% endset %}[{{ block }}]{% set up | upper | trim %} shout {% endset %}[{{ up }}]",
    "{% if n == 1 %}one{% elif n == 7 %}seven{% elif true %}true{% else %}other{% endif %}",
    "{% if n > 100 %}a{% elif nothing %}b{% else %}c{% endif %}",
    "{% macro m(a, b=2, c='x') %}{{ a }}-{{ b }}-{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c=3) }} {{ m(1, 5, 6) }} {{ m() }}",
    "{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, k=4) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}",
    "{% macro fact(k) %}{{ 1 if k <= 1 else k * (fact(k - 1) | int) }}{% endmacro %}{{ fact(5) }}",
    "{% set g = 1 %}{% macro m() %}{{ g }}{% set g = 9 %}{% endmacro %}{% set g = 2 %}{{ m() }}{{ g }}",
    "{% macro m() %}{{ n }}{{ x }}{% endmacro %}{% for x in [1] %}{{ m() }}{% endfor %}",
    "{% macro m(x) %}[{{ caller(x) }}]{% endmacro %}{% call(y) m(3) %}y={{ y }}{% endcall %}",
    "{% macro m() %}{{ 'a' }}\n  {%- if true %}b{% endif %}\n{% endmacro %}{{ m() | trim }}|{{ m() + '!' }}",
    "{% filter upper %}abc {{ s }}{% endfilter %}",
    "{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "{% generation %}inside {{ n }}{% endgeneration %} after",
    "{%- for m in people -%}\n  {{ m.name }}\n{%- endfor -%}\n",
    "{{ '{{' }}{{ '%}' }}{{ \"}}\" }}",
    "{{ {'a': {'b': 1}}.a.b }}{{ {'a': {'b': {}}} }}",
    "{{ xs[ 0 ] }}{{ ( 1 + 2 ) * 3 }}{{ - 1 }}{{ [ 1 , 2 , ] }}{{ { 'a' : 1 , } }}",
    "{%set x=1%}{%if x%}{{x}}{%endif%}",
    "{% set x = 5 -%}\n\n  {{ x }}\n",
    "text with % and { and } and {not} 100%\n",
    "\n\n{% if t %}x{% endif %}\n\n",
    "",
    "\n",
    "{{ n }}\n\n",
    "\t{% if t %}\tx\t{% endif %}\t\n",
    "{% set d2 = dict(d, **{'x': 1}) %}{{ d2.x }}{{ range(*[1, 3]) | list }}",
    "{% for x in xs %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% for p in people | sort(attribute='name') %}{{ p.name }} {% endfor %}",
    "{{ strftime_now is defined }}{{ strftime_now('%Y') | length }}",
    "{% set j = joiner(', ') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}",
    "{% if %}",
    "{% for x in %}{% endfor %}",
    "{{ 1 + }}",
    "{% endif %}",
    "{% if t %}unclosed",
    "{{ 'unclosed }}",
    "{# unclosed",
    "{% nosuchtag %}",
    "{{ a b }}",
    "{{ (1 }}",
    "line 1\nline 2 {{ undefined_name.x.y }}",
]

SOURCES = ["{{ " + e.replace("\x00", "\n") + " }}" for e in EXPRESSIONS] + TEMPLATES
