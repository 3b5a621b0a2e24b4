import { IsArray, IsDefined, ValidateNested } from 'class-validator';

/** Decorates a field that holds an object with a class of its own. */
export function IsObjectOf(): PropertyDecorator {
  return together(IsDefined({ message: 'is missing' }), ValidateNested({ message: 'has to be an object' }));
}

/** Decorates a field that holds a list of objects with a class of their own. */
export function IsListOf(): PropertyDecorator {
  return together(
    IsDefined({ message: 'is missing' }),
    IsArray({ message: 'has to be a list' }),
    ValidateNested({ each: true, message: 'has to be a list of objects' }),
  );
}

function together(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, name) => {
    for (const decorate of decorators) decorate(target, name);
  };
}
