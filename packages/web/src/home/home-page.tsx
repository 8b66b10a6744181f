import { Page } from '../shell/page.tsx';
import { useMe, useTypes } from '../shell/use-me.ts';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { MyRecords } from './my-records.tsx';
import { RegisterCounts } from './register-counts.tsx';
import { RiskLevels } from './risk-levels.tsx';

/** What stands where, and what waits for the person who looks. */
export const HomePage = () => {
  const { person, may } = useMe();
  const { types, error, isPending } = useTypes();
  const rated = types.find((t) => t.heatmap);
  return (
    <Page eyebrow="ISO 27001:2022" title="Overview">
      <ProblemNotice error={error} />
      {isPending && may('registers') && <Loading />}
      {!may('registers') && (
        <p className="max-w-[68ch] text-ink-2">
          Your profiles do not include the registers. The navigation shows what you can open.
        </p>
      )}
      <div className="grid max-w-300 grid-cols-1 items-start gap-4 wide:grid-cols-2">
        <div className="grid grid-cols-1 gap-4">
          {rated && <RiskLevels type={rated} />}
          {types.length > 0 && <RegisterCounts types={types} />}
        </div>
        <div className="grid grid-cols-1 gap-4">
          {person &&
            types
              .filter((type) => ['risk', 'task'].includes(type.name))
              .map((type) => <MyRecords key={type.name} type={type} person={person.id} />)}
        </div>
      </div>
    </Page>
  );
};
