import tseslint from 'typescript-eslint';

const noAmbient = [
  { name: 'Date', message: 'Time comes in as a value: the two pure folders have no clock.' },
  { name: 'process', message: 'The two pure folders know no process.' },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off', // Nest modules are empty classes with a decorator
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='JSON']",
          message: 'JSON passes through src/ledger/codec only.',
        },
      ],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off', // it would have every maker of a brand written out
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // Nest declares its options as classes and takes plain objects
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/domain/**/*.ts', 'projections/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', ...noAmbient],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance comes in as a value.' },
        { property: 'localeCompare', message: 'Order is by code unit, never by locale.' },
      ],
    },
  },
  {
    files: ['src/ledger/codec/**/*.ts', '**/*.spec.ts', 'test/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['test/checks/*.js', 'test/checks/*.cjs', 'test/support/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
  },
);
