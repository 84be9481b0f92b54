# Imports the models that relmeta exports for Django, and loads each relationship: django_models.py DIRECTORY OUT; the directory
# contains application/models.py. Writes the rows as JSON for loaded.mjs. Findings of Django's checks are errors.
import json, os, sys
import django
from django.conf import settings

sys.path.insert(0, sys.argv[1])
settings.configure(INSTALLED_APPS=['application'], DEFAULT_AUTO_FIELD='django.db.models.BigAutoField', USE_TZ=True, DATABASES={'default': {
    'ENGINE': 'django.db.backends.postgresql', 'NAME': os.environ['PGDATABASE'], 'HOST': os.environ['PGHOST'], 'PORT': os.environ['PGPORT'],
    'USER': os.environ['PGUSER']}})
django.setup()
from django.apps import apps
from django.core import checks

serious = [problem for problem in checks.run_checks() if problem.is_serious()]
if serious:
    sys.exit("\n".join(map(str, serious)))


def table(model):
    parts = model._meta.db_table.split('"."')
    return [part.replace('""', '"').replace('%%', '%') for part in (parts if len(parts) == 2 else ['public'] + parts)]


def values(row):
    return {field.column.replace('""', '"').replace('%%', '%'): getattr(row, field.attname) for field in row._meta.concrete_fields if field.column}


found = []
for model in apps.get_app_config('application').get_models():
    rows = list(model.objects.all())
    for field in model._meta.get_fields():
        if not field.is_relation:
            continue
        name = field.name if not field.auto_created else field.get_accessor_name()
        many = field.one_to_many or field.many_to_many
        links = []
        for row in rows:
            try:
                link = getattr(row, name)
            except field.related_model.DoesNotExist:
                link = None
            # A pair that is linked twice is returned twice by default.
            link = list(link.distinct()) if many else [link] if link is not None else []
            links.append({'row': values(row), 'links': [values(each) for each in link]})
        found.append({'source': table(model), 'name': name, 'target': table(field.related_model), 'many': many, 'rows': links})
with open(sys.argv[2], 'w') as out:
    json.dump(found, out)
